// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.install.HomeserverApp.Api;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A web application with Waymark in it, deployed and taken away again and again in a server that runs on. At the end comes
 * one without Waymark, since servers keep hold of the last request, in a connection that is still open.
 */
@Timeout(180)
class RedeploymentIT {

    private static final int TIMES = 20;
    private static final Duration GC_DEADLINE = Duration.ofSeconds(20);

    private static final String CREDENTIALS = "deployer:only-in-this-test";
    /** Leaves itself behind, which has to be found. */
    private static final String LEAK = """
            package homeserver;
            public final class Leak extends Homeserver {
                @Override
                public void init() {
                    System.getProperties().put(this, this);
                }
            }
            """;

    @TempDir
    Path folder;

    static Stream<Named<Path>> tomcats() {
        return TomcatIT.tomcats();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tomcats")
    void leavesNothingBehind_tomcat(Path home) throws Exception {
        try (TomcatServer tomcat = withManager(home)) {
            HomeserverApp app = HomeserverApp.build(folder.resolve("app"), tomcat.api());
            app.pack(folder.resolve("other.war"));
            InstallGuide.Reader reader = tomcat.reader(InstallGuide.read(), "../../app");
            reader.follow("A JAR in the web application");
            app.pack(folder.resolve("homeserver.war"));
            tomcat.start();
            for (int i = 0; i < TIMES; i++) {
                deployOnce(tomcat, "homeserver");
            }
            deployOnce(tomcat, "other");

            assertThat(manage(tomcat, "findleaks")).startsWith("OK - ").doesNotContain("/homeserver");
            tomcat.stop();
            assertThat(tomcat.said()).doesNotContain("clearReferences", "checkThreadLocalMapForLeaks", "memory leak");
        }
    }

    @Test
    void isFound_somethingLeftBehind() throws Exception {
        try (TomcatServer tomcat = withManager(Servers.TOMCAT_11)) {
            HomeserverApp app = HomeserverApp.build(folder.resolve("app"), tomcat.api());
            app.pack(folder.resolve("other.war"));
            Path source = Files.createDirectories(folder.resolve("leak")).resolve("Leak.java");
            Files.writeString(source, LEAK);
            Path classes = app.folder().resolve("WEB-INF/classes");
            HomeserverApp.compile(source.getParent(), classes, tomcat.api().jar() + File.pathSeparator + classes);
            Files.writeString(
                    app.webXml(),
                    Files.readString(app.webXml()).replace(">homeserver.Homeserver<", ">homeserver.Leak<"));
            app.pack(folder.resolve("homeserver.war"));
            tomcat.start();
            deployOnce(tomcat, "homeserver");
            deployOnce(tomcat, "other");

            assertThat(manage(tomcat, "findleaks")).contains("/homeserver");
        }
    }

    private TomcatServer withManager(Path home) throws IOException {
        TomcatServer tomcat = TomcatServer.create(home, folder.resolve("tomcat"));
        Files.writeString(
                tomcat.base().resolve("conf/Catalina/localhost/manager.xml"),
                "<Context docBase=\"${catalina.home}/webapps/manager\" privileged=\"true\"/>");
        String[] credentials = CREDENTIALS.split(":", 2);
        Files.writeString(
                tomcat.base().resolve("conf/tomcat-users.xml"),
                "<tomcat-users><user username=\"%s\" password=\"%s\" roles=\"manager-script\"/></tomcat-users>"
                        .formatted((Object[]) credentials));
        return tomcat;
    }

    private void deployOnce(TomcatServer tomcat, String app) throws IOException, InterruptedException {
        String war = folder.resolve(app + ".war").toUri().toString();
        assertThat(manage(tomcat, "deploy?path=/" + app + "&war=" + war)).startsWith("OK - ");
        logIn(tomcat.at(app));
        assertThat(manage(tomcat, "undeploy?path=/" + app)).startsWith("OK - ");
    }

    /** What Tomcat's manager says to a command. To find leaks it collects garbage first. */
    private static String manage(TomcatServer tomcat, String command) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        tomcat.at("manager/text/" + command + (command.contains("?") ? "" : "?statusLine=true"))))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(CREDENTIALS.getBytes(UTF_8)))
                .timeout(Duration.ofSeconds(60))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void leavesNothingBehind_jetty() throws Exception {
        HomeserverApp app = HomeserverApp.build(folder.resolve("homeserver"), Api.JAKARTA);
        HomeserverApp other = app.copy(folder.resolve("other"));
        InstallGuide.read().reader(Map.of("APP", app.folder().toString())).follow("A JAR in the web application");
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ContextHandlerCollection contexts = new ContextHandlerCollection();
        server.setHandler(contexts);
        try {
            server.start();
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                loaders.add(deployOnce(app, contexts, "http://127.0.0.1:" + connector.getLocalPort()));
            }
            deployOnce(other, contexts, "http://127.0.0.1:" + connector.getLocalPort());

            awaitCleared(loaders);
        } finally {
            LifeCycle.stop(server);
        }
    }

    private static WeakReference<ClassLoader> deployOnce(
            HomeserverApp app, ContextHandlerCollection contexts, String server) throws Exception {
        WebAppContext context = new WebAppContext();
        context.setContextPath("/homeserver");
        context.setBaseResourceAsPath(app.folder());
        context.setThrowUnavailableOnStartupException(true);
        contexts.addHandler(context);
        context.start();
        WeakReference<ClassLoader> loader = new WeakReference<>(context.getClassLoader());
        logIn(server + "/homeserver");
        context.stop();
        contexts.removeHandler(context);
        context.destroy();
        return loader;
    }

    private static void logIn(String homeserver) throws IOException, InterruptedException {
        for (String way : Logins.WAYS) {
            assertThat(Logins.login(homeserver, way).body()).as(way).contains("access_token");
        }
    }

    /** Collects garbage until all are gone; they go at the first time or the second, or never. */
    private static void awaitCleared(List<WeakReference<ClassLoader>> loaders) {
        long end = System.nanoTime() + GC_DEADLINE.toNanos();
        while (!left(loaders).isEmpty() && System.nanoTime() < end) {
            System.gc();
        }
        assertThat(left(loaders))
                .as("deployments of which a class loader was left behind")
                .isEmpty();
    }

    private static List<Integer> left(List<WeakReference<ClassLoader>> loaders) {
        return IntStream.range(0, loaders.size())
                .filter(i -> !loaders.get(i).refersTo(null))
                .boxed()
                .toList();
    }
}
