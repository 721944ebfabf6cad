// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.util.Set;

/** What is run over HTTP/2 as well: some of every theme, by name. */
final class Http2Scenarios {

    static final Set<String> NAMES = Set.of(
            // stream
            "one write",
            "bytes one by one",
            "two writes",
            "print of other text than ASCII",
            "200 kB in one write",
            "50 kB in pieces of 9000 bytes",
            "small buffer",
            // writer
            "writer: one write",
            "writer: println",
            "writer: 50 kB",
            "charset UTF-16",
            "charset UTF-16LE with a length",
            "stream, then writer",
            // lengths
            "length by setContentLength",
            "length for a writer by setContentLengthLong",
            "length after writing",
            "length 0",
            // flush
            "cookies and other headers",
            "flush and nothing else",
            "flush of an error",
            "stream: close, then more",
            "writer: close, then more",
            "stream: flushBuffer at the start",
            "stream: flush in the middle",
            "writer: flush at the end",
            "writer: flushBuffer with a length",
            "stream: flush, then headers",
            // reset
            "stream: reset",
            "writer: resetBuffer",
            "writer, reset, stream",
            "reset and nothing else",
            "reset after a flush",
            "sendError before writing",
            "sendError after writing",
            "sendError after a flush",
            "sendRedirect after writing",
            "exception before writing",
            "exception after writing",
            "exception after a flush",
            "exception mapped to an answer by a filter",
            // errors and bodies
            "status 201",
            "status 403",
            "status 404 after writing",
            "status 429",
            "status 204",
            "status 304",
            "body: two objects",
            "body: no user ID",
            "body: byte order mark",
            "body: HTML",
            "digest by ETag",
            "digest by Content-Digest",
            // gzip
            "gzip",
            "gzip with a length",
            "gzip through a writer that is flushed and closed",
            "gzip of garbage",
            "brotli",
            // trailers
            "trailers",
            "trailers of a writer that is flushed",
            "trailers after a flush",
            "trailers of an error",
            // dispatch
            "forward to a stream",
            "forward after a writer was written to",
            "forward to an error",
            "forward to an exception",
            "include of a stream",
            "include that flushes",
            // async
            "async: complete in service",
            "async: complete in another thread",
            "async: complete in another thread, with arguments",
            "async: flushed in pieces",
            "async: closed, then completed",
            "async: timeout that answers and completes",
            "async: timeout that nobody answers",
            "async: sendError in another thread",
            "async: exception in service",
            "async: behind a wrapping filter",
            // async dispatch
            "dispatch: answer in it",
            "dispatch: in another thread",
            "dispatch: three times",
            "dispatch: flushed before",
            "dispatch: of a forward",
            "dispatch: exception in it",
            // non-blocking
            "non-blocking: one write",
            "non-blocking: pieces larger than the buffer",
            "non-blocking: flushed",
            "non-blocking: with a length",
            "non-blocking: completed in another thread",
            "non-blocking: more than is held",
            // chain
            "a buffering filter behind",
            "a filter in front that sends an ETag",
            "registered twice: async",
            "the homeserver names a target",
            "failure, reject: stream",
            "max_body: stream at the limit",
            "max_body: stream over the limit",
            "max_body: writer over the limit",
            // request
            "request: all bytes",
            "request: half of it",
            "request: 60 kB",
            "request: reader: readLine",
            "request: non-blocking, small pieces",
            "request: async, in another thread",
            "request: in a forward",
            // path
            "path /_matrix/client/v3/login/get_token",
            "servlet below a context path at /_matrix/*",
            // proxy
            "AsyncProxyServlet: with a length",
            "AsyncProxyServlet: chunked",
            "AsyncProxyServlet: gzip",
            "ProxyServlet: chunked");

    private Http2Scenarios() {}
}
