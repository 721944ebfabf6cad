// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.config.OnFailure;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Rules;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One login on its way through: holds the response back until it is whole, then ends, once. To end is to send on what
 * was held, rewritten or not, or to forget it where the container answers in the homeserver's place. After that every
 * call goes straight to the container.
 *
 * <p>The homeserver may end it from the container's thread (its {@code service} returns, it closes the response) or from
 * one of its own (it completes the async context), before or after the other; one compare-and-set decides who does. All
 * else follows the homeserver's own order of calls, which the Servlet API leaves to it to keep.
 */
final class Capture {

    /** Marks a request that is in hand. Known by name, since a second copy of the filter may have another class. */
    static final String ATTRIBUTE = "dev.waymark.capture";

    private static final System.Logger LOG = System.getLogger(Capture.class.getName());

    private final Filter owner;
    private final Rewriting rewriting;
    private final HttpServletRequest request;
    private final LoginFacts facts;
    private final CapturingRequest captured;
    private final CapturingResponse response;
    private final AtomicBoolean ended = new AtomicBoolean();
    /** Completed when all that was held is with the container, which takes a while on a non-blocking stream. */
    private volatile CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();

    private final Marks marks = new Marks();
    private final AsyncCycle async;

    private volatile boolean forwarding;
    /** What was held has been sent on because of what followed it, and the homeserver may still take it back. */
    private volatile boolean letGo;

    private volatile boolean closed;
    private volatile boolean flushed;
    /** Status and headers are with the client already, though nothing of the body is. */
    private volatile boolean committed;
    /** What is to be closed as soon as it has been sent. */
    private volatile @Nullable Held closing;

    Capture(Filter owner, Rewriting rewriting, HttpServletRequest request, HttpServletResponse response) {
        this.owner = owner;
        this.rewriting = rewriting;
        this.request = request;
        this.facts = new LoginFacts(request, rewriting.rules().facts(), rewriting.maxBody());
        this.async = new AsyncCycle(this, request);
        this.captured = originalRequest();
        this.response = new CapturingResponse(this, response);
    }

    boolean isOf(Filter filter) {
        return owner.equals(filter);
    }

    /** Those that were in force when the login came in. */
    Rules rules() {
        return rewriting.rules();
    }

    CapturingResponse response() {
        return response;
    }

    /** Runs the rest of the chain on the captured response. */
    void run(FilterChain chain) throws IOException, ServletException {
        request.setAttribute(ATTRIBUTE, this);
        proceed(chain, captured, response);
    }

    /** The request as it came, captured. Tomcat puts another one into the wrapper that is there while it is forwarded. */
    CapturingRequest originalRequest() {
        return new CapturingRequest(this, request, facts.body());
    }

    /** Runs the chain again in an async dispatch; the container hands on the objects that async was started with. */
    void resume(ServletRequest dispatched, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        async.dispatched();
        forwarding = false;
        proceed(chain, dispatched, answer);
    }

    /** The homeserver forwards the request: what it wrote before that is taken back (Servlet 6.1, section 9.4). */
    void forward(FilterChain chain, ServletRequest forwarded, ServletResponse answer)
            throws IOException, ServletException {
        if (!hasEnded() || letGo) {
            response.forwarded();
        }
        boolean before = forwarding;
        forwarding = true;
        try {
            chain.doFilter(forwarded, answer);
        } finally {
            // If async was started in it, the forward goes on in other threads.
            forwarding = before || request.isAsyncStarted();
        }
        if (!request.isAsyncStarted()) {
            if (flushed || response.holdsBody()) {
                // Whole: a container closes the response after this, and Tomcat 11 does so past the one that is ours.
                end();
            }
            response.forwardReturned(answer);
        }
    }

    /** Whether it is forwarded past the filter, which so will not see the end of that. */
    private boolean isForwardedUnseen() {
        return !forwarding && captured.getDispatcherType() == DispatcherType.FORWARD;
    }

    private void proceed(FilterChain chain, ServletRequest down, ServletResponse back)
            throws IOException, ServletException {
        boolean asyncBefore = request.isAsyncStarted();
        try {
            chain.doFilter(down, back);
        } catch (Throwable e) {
            // As if nothing had been held: the container must find what the homeserver left it, to make its error
            // page. If async was started, it first asks the listeners, of which one may answer.
            if (!async.isRunning() || isFrozen()) {
                try {
                    release();
                } catch (IOException | RuntimeException onTop) {
                    e.addSuppressed(onTop);
                }
            }
            throw e;
        }
        if (async.isRunning()) {
            return;
        }
        if (!asyncBefore && request.isAsyncStarted()) {
            // Started past our request, on the container's own: its end cannot be seen, so nothing may be held.
            release();
        } else {
            end();
        }
    }

    // What the wrapped request and its async context report.

    AsyncCycle async() {
        return async;
    }

    /** Ends, and completes the container's context as soon as it has taken everything. */
    void complete(AsyncContext actual) {
        try {
            end();
        } catch (IOException e) {
            // The client is gone. The container knows, and completing is what lets it clean up.
            LOG.log(System.Logger.Level.DEBUG, "the client went away before its login response was sent");
        }
        if (sent.isDone()) {
            actual.complete();
        } else {
            // What the container throws at a thread of its own goes nowhere, and there is nothing to be done about it.
            CompletableFuture<?> unused = sent.thenRun(actual::complete);
        }
    }

    // What the wrapped response, its stream and its writer ask and report.

    boolean hasEnded() {
        return ended.get();
    }

    /** Whether to the homeserver the response is committed: it flushed or wrote much, though we held that back. */
    boolean isFrozen() {
        return !hasEnded() && (flushed || response.fillsBuffer());
    }

    /** Whether the container has nothing to catch up with. */
    boolean isUntouched() {
        return marks.size() == 0;
    }

    /**
     * Whether something more is to be held: not errors, nor what can be no login response.
     *
     * @param held what would hold it
     * @param length how much is written
     * @param first the first byte or character of it
     */
    boolean holds(Held held, int length, int first) {
        if (!response.isHeldBy(held)) {
            // Both the stream and the writer are in use, which some containers allow after a reset.
            return false;
        }
        if (async.isAwaitingDispatch() || isForwardedUnseen()) {
            // Written in a dispatch that did not come by the filter, which so will not see its end either.
            return false;
        }
        int size = held.size();
        return size + (long) length <= rewriting.maxBody()
                && (size > 0 || (Rewriting.mayBegin(first) && response.isOk()));
    }

    int maxBody() {
        return rewriting.maxBody();
    }

    /** Keeps a flush in mind, or knows that it makes no difference; false where it is to be done at once. */
    boolean holdsFlush(int place) throws IOException {
        if (!hasEnded() && (!response.isOk() || isForwardedUnseen())) {
            letGo();
        }
        if (hasEnded()) {
            return response.isClosedNext();
        }
        if (request.getDispatcherType() == DispatcherType.INCLUDE && mayCommit()) {
            // Undertow ignores a flush in an include. Whether this container does is seen by flushing what it has:
            // headers, which are final.
            committed = response.commit();
            if (!committed) {
                return true;
            }
        }
        flushed = true;
        marks.add(Marks.FLUSH, place);
        return true;
    }

    /**
     * The homeserver flushed, wrote nothing before that, and now asks for a writer, which adds a charset to headers that it
     * takes for sent. So they are, where nothing can change in them any more.
     */
    void commitIfFlushed() throws IOException {
        if (flushed && !hasEnded() && response.held() == null && mayCommit()) {
            committed = response.commit();
            if (committed) {
                marks.clear();
            }
        }
    }

    /** Whether nothing can change in status and headers any more. */
    private boolean mayCommit() {
        return response.headersAreFinal() && rewriting.onFailure() != OnFailure.REJECT;
    }

    /** Whether it was the capture that had the container commit the response, and not somebody else. */
    boolean hasCommitted() {
        return committed;
    }

    /** Keeps in mind how the homeserver wrote what is held now. */
    void wrote(int kind, Held held) throws IOException {
        mark(kind, held.size());
        reached(held.length());
    }

    /** With as many bytes as were declared the response is whole; more are for the container to refuse. */
    void reached(long length) throws IOException {
        long declared = response.declaredLength();
        if (declared >= 0 && length >= declared) {
            end(length == declared);
        }
    }

    int lineEnds() {
        return marks.lineEnds();
    }

    void mark(int kind, int place) {
        marks.add(kind, place);
    }

    /** The homeserver closed its stream or writer: the response is whole, and goes out as it would have. */
    void close() throws IOException {
        closed = true;
        end();
    }

    /** The homeserver took back what it wrote. */
    void rewind() {
        marks.clear();
    }

    /** Sends on what is held as it is. */
    void release() throws IOException {
        letGo = false;
        end(false);
    }

    /** Sends on what is held as it is, because of what is written next; which the homeserver may take back. */
    void letGo() throws IOException {
        letGo = !hasEnded();
        end(false);
    }

    /** What was let go has been taken back, before the client saw any of it: what comes now may be a login. */
    void holdAgain() {
        if (letGo && !closed && sent.isDone() && !response.isNonBlocking()) {
            letGo = false;
            flushed = false;
            committed = false;
            marks.clear();
            sent = new CompletableFuture<>();
            ended.set(false);
        }
    }

    /** Forgets what is held: the container answers instead. */
    void discard() {
        letGo = false;
        if (ended.compareAndSet(false, true)) {
            response.forget();
            sent.complete(null);
        }
    }

    /** Everything is with the container. */
    void sent() throws IOException {
        Held whole = closing;
        try {
            if (whole != null) {
                whole.closeActual();
            }
        } finally {
            sent.complete(null);
        }
    }

    /** The client is gone before everything was with the container. */
    void failedToSend() {
        sent.complete(null);
    }

    /** Sends on what is held, changed as the rules say. */
    void end() throws IOException {
        end(true);
    }

    private void end(boolean mayChange) throws IOException {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Held held = response.held();
        try {
            boolean changed = mayChange && held != null && held.size() > 0 && change(held);
            response.settleHeaders(changed, changed && held != null ? held.growth() : 0);
            if (held != null) {
                closing = closed ? held : null;
                held.send(marks);
            } else {
                if (flushed && !committed) {
                    response.flushActual();
                }
                sent.complete(null);
            }
        } catch (IOException | RuntimeException e) {
            sent.complete(null);
            throw e;
        }
    }

    private boolean change(Held held) {
        try {
            return response.mayChange(held)
                    && held.rewrite(rewriting.rewriter(), Rewriting.instruction(request), facts);
        } catch (DecisionException e) {
            LOG.log(System.Logger.Level.WARNING, "a login could not be directed: {0}", e.getMessage());
        } catch (RuntimeException | Error e) {
            // Without its message, which may hold what was read.
            StackTraceElement[] trace = e.getStackTrace();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a login could not be directed because of a bug in Waymark: {0} at {1}",
                    e.getClass().getName(),
                    trace.length == 0 ? "an unknown place" : trace[0]);
        }
        if (rewriting.onFailure() == OnFailure.REJECT) {
            response.setStatusUnavailable();
            held.replace(CapturingHead.UNAVAILABLE);
            return true;
        }
        return false;
    }
}
