// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.RequestLogWriter;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Logs each request, a line each, in the common log format with the milliseconds that it took behind it:
 *
 * <pre>{@code
 * 203.0.113.7 - - [25/Nov/2026:03:31:43 +0000] "POST /_matrix/client/v3/login HTTP/2.0" 200 412 137
 * }</pre>
 *
 * <p>No line holds a query string or anything else that a user may have sent, but for the client's address: of the path, what is no word of the
 * API is {@code *} ({@link ShownPath}), and so is a method that HTTP does not have.
 */
final class AccessLog extends ContainerLifeCycle implements RequestLog {

    private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());

    /** What a file's name has in the place of the day, where Jetty looks for it. */
    private static final String DAY = "yyyy_mm_dd";

    private static final String DAY_FORMAT = "yyyy-MM-dd";
    private static final int DAYS_KEPT = 31;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE", "PRI");

    private final Writer writer;
    private final AtomicBoolean isBroken = new AtomicBoolean();

    private AccessLog(Writer writer) {
        this.writer = writer;
        installBean(writer);
    }

    /**
     * The log that a configuration asks for, or null where it asks for none.
     *
     * @throws IOException where the file cannot be written to; the message names it
     */
    static @Nullable AccessLog of(PortalConfig.AccessLog where, PrintStream out) throws IOException {
        if (!where.isOn()) {
            return null;
        }
        Path file = where.file();
        return new AccessLog(file == null ? out::println : daily(file));
    }

    private static RequestLogWriter daily(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new IOException("the access log " + file + " cannot be written: " + folder
                    + (folder != null && Files.isDirectory(folder) ? " may not be written to" : " is not a folder"));
        }
        RequestLogWriter writer = new RequestLogWriter(
                folder.resolve(withDay(String.valueOf(file.getFileName()))).toString());
        writer.setFilenameDateFormat(DAY_FORMAT);
        writer.setRetainDays(DAYS_KEPT);
        writer.setAppend(true);
        return writer;
    }

    /** {@code access.log} becomes {@code access.2026-11-25.log}. */
    private static String withDay(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name + '.' + DAY : name.substring(0, dot) + '.' + DAY + name.substring(dot);
    }

    @Override
    public void log(Request request, Response response) {
        try {
            writer.write(line(request, response));
            isBroken.set(false);
        } catch (IOException | RuntimeException e) {
            // Once: a full disk would say so with each request.
            if (!isBroken.getAndSet(true)) {
                LOG.log(System.Logger.Level.WARNING, "the access log cannot be written: {0}", e.toString());
            }
        }
    }

    private String line(Request request, Response response) {
        String address = Request.getRemoteAddr(request);
        String method = request.getMethod();
        return (address == null ? "-" : address) + " - - ["
                + TIME.format(Instant.ofEpochMilli(Request.getTimeStamp(request))) + "] \""
                + (METHODS.contains(method) ? method : "*") + ' '
                + ShownPath.of(request.getHttpURI().getPath()) + ' '
                + request.getConnectionMetaData().getHttpVersion().asString() + "\" "
                + response.getStatus() + ' '
                + Response.getContentBytesWritten(response) + ' '
                + TimeUnit.NANOSECONDS.toMillis(NanoTime.since(request.getBeginNanoTime()));
    }
}
