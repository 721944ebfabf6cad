// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.login.LoginRequest;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** However a request is read, it reads the same as without a copy, and the copy is what was read. */
class CopiedRequestPropertyTest {

    private static final String BODY = "{\n\"type\": \"m.login.password\",\r\n\"identifier\":"
            + " {\"type\": \"m.id.user\", \"user\": \"ad\u00e9\"},\r\"device_id\": \"ABC\"\n}";

    /** A call, and how much it asks for. */
    record Call(int kind, int size) {}

    @Provide
    Arbitrary<List<Call>> calls() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 60))
                .as(Call::new)
                .list()
                .ofMaxSize(12);
    }

    /** A container's stream, that can go back. */
    private static final class Container extends ServletInputStream {

        private final ByteArrayInputStream in;

        Container(byte[] body) {
            in = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            // Not all at once, as from a network.
            return in.read(bytes, offset, Math.min(length, 17));
        }

        @Override
        public int available() {
            return in.available();
        }

        @Override
        public boolean markSupported() {
            return true;
        }

        @Override
        public void mark(int limit) {
            in.mark(limit);
        }

        @Override
        public void reset() {
            in.reset();
        }

        @Override
        public boolean isFinished() {
            return in.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("not asynchronous");
        }
    }

    @Property(tries = 1_500)
    void stream_readsTheSame_andIsCopied(@ForAll("calls") List<Call> calls, @ForAll boolean toTheEnd)
            throws IOException {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        RequestCopy copy = new RequestCopy(body.length);
        ServletInputStream plain = new Container(body);
        ServletInputStream copied = copy.over((ServletInputStream) new Container(body));
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        int marked = 0;
        plain.mark(1000);
        copied.mark(1000);
        for (Call call : calls) {
            if (call.kind() == 8) {
                plain.mark(1000);
                copied.mark(1000);
                marked = seen.size();
            } else if (call.kind() == 9) {
                plain.reset();
                copied.reset();
                byte[] kept = Arrays.copyOf(seen.toByteArray(), marked);
                seen.reset();
                seen.write(kept);
            } else {
                byte[] expected = read(plain, call);
                assertThat(read(copied, call)).as("%s", call).isEqualTo(expected);
                seen.write(expected);
            }
            assertThat(copied.available()).isEqualTo(plain.available());
        }
        if (toTheEnd) {
            seen.write(plain.readAllBytes());
            copied.readAllBytes();
        }

        assertThat(copy.read()).isEqualTo(LoginRequest.read(seen.toByteArray()));
        assertThat(copy.read() != null).isEqualTo(Arrays.equals(seen.toByteArray(), body));
    }

    private static byte[] read(ServletInputStream in, Call call) throws IOException {
        byte[] bytes = new byte[call.size() + 2];
        int read = switch (call.kind()) {
            case 0 -> {
                int one = in.read();
                bytes[0] = (byte) one;
                yield one < 0 ? -1 : 1;
            }
            case 1 -> in.read(bytes);
            case 2 -> in.read(bytes, 0, call.size());
            case 3 -> in.readLine(bytes, 0, call.size());
            case 4 -> in.read(ByteBuffer.wrap(bytes, 0, call.size()));
            case 5 -> in.readNBytes(bytes, 0, call.size());
            case 6 -> {
                byte[] all = in.readNBytes(call.size());
                System.arraycopy(all, 0, bytes, 0, all.length);
                yield all.length;
            }
            default -> 0;
        };
        return Arrays.copyOf(bytes, Math.max(0, read));
    }

    @Property(tries = 1_500)
    void reader_readsTheSame_andIsCopied(@ForAll("calls") List<Call> calls, @ForAll boolean toTheEnd)
            throws IOException {
        RequestCopy copy = new RequestCopy(1000);
        BufferedReader plain = new BufferedReader(new StringReader(BODY));
        BufferedReader copied = copy.over(new BufferedReader(new StringReader(BODY)));
        StringBuilder seen = new StringBuilder();
        int marked = 0;
        plain.mark(1000);
        copied.mark(1000);
        for (Call call : calls) {
            if (call.kind() == 8) {
                plain.mark(1000);
                copied.mark(1000);
                marked = seen.length();
            } else if (call.kind() == 9) {
                plain.reset();
                copied.reset();
                seen.setLength(marked);
            } else {
                String expected = read(plain, call);
                assertThat(read(copied, call)).as("%s", call).isEqualTo(expected);
                seen.append(expected);
            }
            assertThat(copied.ready()).isEqualTo(plain.ready());
        }
        if (toTheEnd) {
            StringWriter rest = new StringWriter();
            plain.transferTo(rest);
            copied.transferTo(new StringWriter());
            seen.append(rest);
        }

        assertThat(copy.read()).isEqualTo(LoginRequest.read(seen.toString().toCharArray(), seen.length()));
        assertThat(copy.read() != null)
                .isEqualTo(seen.toString().strip().endsWith("}")
                        && seen.charAt(0) == '{'
                        && seen.toString().contains("ABC"));
    }

    private static String read(BufferedReader in, Call call) throws IOException {
        char[] characters = new char[call.size() + 1];
        return switch (call.kind()) {
            case 0 -> {
                int one = in.read();
                yield one < 0 ? "" : String.valueOf((char) one);
            }
            case 1 -> text(characters, in.read(characters));
            case 2 -> text(characters, in.read(characters, 0, call.size()));
            case 3 -> {
                String line = in.readLine();
                yield line == null ? "" : line + '\n';
            }
            case 4 -> text(characters, in.read(CharBuffer.wrap(characters)));
            default -> "";
        };
    }

    private static String text(char[] characters, int length) {
        return new String(characters, 0, Math.max(0, length));
    }

    @Property(tries = 100)
    void copy_isNone_overTheLimit(@ForAll @IntRange(min = 0, max = 200) int limit) throws IOException {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        RequestCopy ofStream = new RequestCopy(limit);
        RequestCopy ofReader = new RequestCopy(limit);

        assertThat(ofStream.over((ServletInputStream) new Container(body)).readAllBytes())
                .isEqualTo(body);
        ofReader.over(new BufferedReader(new StringReader(BODY))).transferTo(new StringWriter());

        assertThat(ofStream.read() != null).isEqualTo(limit >= body.length);
        assertThat(ofReader.read() != null).isEqualTo(limit >= BODY.length());
    }
}
