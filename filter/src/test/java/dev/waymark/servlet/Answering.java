// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A container's request and response that keep no record of their calls, for tests that make very many of them. */
final class Answering {

    private Answering() {}

    /** A login. */
    static HttpServletRequest login() {
        return answering(
                HttpServletRequest.class,
                Map.of(
                        "getMethod",
                        "POST",
                        "getServletPath",
                        "/_matrix/client/v3/login",
                        "getDispatcherType",
                        DispatcherType.REQUEST,
                        "isAsyncStarted",
                        false));
    }

    /** A response of status 200 that nothing was done with, with what some of its methods return besides. */
    static HttpServletResponse response(Map<String, Object> more) {
        Map<String, Object> answers = new HashMap<>(Map.of(
                "getStatus",
                200,
                "getCharacterEncoding",
                "UTF-8",
                "getLocale",
                Locale.ROOT,
                "getBufferSize",
                8192,
                "isCommitted",
                false,
                "containsHeader",
                false,
                "getHeaders",
                List.of()));
        answers.putAll(more);
        return answering(HttpServletResponse.class, answers);
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }

    /** A container's stream. */
    static final class Stream extends ServletOutputStream {

        private final OutputStream out;

        Stream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("not asynchronous");
        }
    }
}
