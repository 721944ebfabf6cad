// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import dev.waymark.servlet.contract.Container.ErrorPageAt;
import dev.waymark.servlet.contract.Container.FilterAt;
import dev.waymark.servlet.contract.Container.ServletAt;
import dev.waymark.servlet.contract.Container.WebApp;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One run of a scenario: what is deployed, the threads of its homeserver, and what that noted down. */
final class Play implements AutoCloseable {

    /** No wait in a scenario takes longer; one that does has failed. */
    static final long DEADLINE_SECONDS = 8;

    private final List<FilterAt> filtersInFront = new ArrayList<>();
    private final List<FilterAt> filtersBehind = new ArrayList<>();
    private final List<ServletAt> servlets = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();
    private final List<String> diary = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new CopyOnWriteArrayList<>();
    private final List<ErrorPageAt> errorPages = new ArrayList<>();
    private String contextPath = "";
    private boolean compressed;
    private boolean clientGivesUp;
    private CountDownLatch clientReads = new CountDownLatch(0);

    /** Something that may fail. */
    @FunctionalInterface
    interface Attempt {
        void run() throws Exception;
    }

    /** The homeserver's login, at the one path that most scenarios use. */
    void login(Action action) {
        at("/_matrix/client/v3/login", action);
    }

    void at(String pattern, Action action) {
        servlet(pattern, "servlet " + servlets.size(), new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws ServletException, IOException {
                perform(action, request, response);
            }
        });
    }

    void servlet(String pattern, String name, HttpServlet servlet) {
        servlets.add(new ServletAt(name, pattern, servlet));
    }

    static void perform(Action action, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            action.run(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /** A filter of the homeserver's own, between Waymark and the servlets. */
    void filterBehind(Filter filter) {
        filtersBehind.add(new FilterAt(new Stateless(filter), false));
    }

    /** Another's filter, outside of Waymark. */
    void filterInFront(Filter filter) {
        filtersInFront.add(new FilterAt(new Stateless(filter), false));
    }

    /** Filters of scenarios are lambdas, and Servlet 3.1 has no defaults of what these lack. */
    private record Stateless(Filter filter) implements Filter {

        @Override
        public void init(FilterConfig config) {}

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            filter.doFilter(request, response, chain);
        }

        @Override
        public void destroy() {}
    }

    void contextPath(String path) {
        contextPath = path;
    }

    /** A page of the homeserver's own for a status. */
    void errorPage(int status, String path, Action action) {
        at(path, action);
        errorPages.add(new ErrorPageAt(status, path));
    }

    /** The container compresses what it sends. */
    void compress() {
        compressed = true;
    }

    /** Cleans up after the run. */
    void onEnd(Runnable end) {
        ends.add(end);
    }

    /** Writes down what the homeserver sees; it must see the same without the filter and with it. */
    void note(String what, Object value) {
        diary.add(what + ": " + value);
    }

    /** Writes down how something ends. */
    void noteEnd(String what, Attempt attempt) throws Exception {
        try {
            attempt.run();
            note(what, "done");
        } catch (IllegalStateException | IOException e) {
            note(what, e instanceof IOException ? "IOException" : "IllegalStateException");
        }
    }

    List<String> diary() {
        return List.copyOf(diary);
    }

    /** Runs something in a thread of the homeserver's own; the run fails where that fails. */
    void inThread(Attempt attempt) {
        running.add(threads.submit(() -> {
            attempt.run();
            return null;
        }));
    }

    /** The client sends its request, and reads nothing before the latch is open. */
    CountDownLatch clientWaits() {
        clientReads = new CountDownLatch(1);
        return clientReads;
    }

    void awaitClientReads() throws InterruptedException {
        await(clientReads);
    }

    boolean clientIsSlow() {
        return clientReads.getCount() > 0;
    }

    /** Some containers end neither such a response nor the connection; the client then takes a silence for the end. */
    void mayNotEnd() {
        clientGivesUp = true;
    }

    boolean clientGivesUp() {
        return clientGivesUp;
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nothing came within " + DEADLINE_SECONDS + " seconds");
        }
    }

    WebApp webApp(List<FilterAt> waymark) {
        at("/probe", (request, response) -> response.getOutputStream().print("pong"));
        List<FilterAt> filters = new ArrayList<>(filtersInFront);
        filters.addAll(waymark);
        filters.addAll(filtersBehind);
        return new WebApp(contextPath, filters, servlets, errorPages, compressed);
    }

    /** Waits for the homeserver's threads. */
    void finish() throws Exception {
        for (Future<?> thread : running) {
            thread.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        ends.forEach(Runnable::run);
    }
}
