// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passed;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rejected;
import static dev.waymark.servlet.contract.Scenario.rewritten;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.json;
import static dev.waymark.servlet.contract.StreamScenarios.login;
import static dev.waymark.servlet.contract.WriterScenarios.writer;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Other filters in the chain, Waymark twice in it, what the homeserver says of the target, and limits and failures. */
final class ChainScenarios {

    private static final String REJECT = "\"on_failure\": \"reject\",";
    /** No localpart of the scenarios fits into a host name. */
    private static final String UNFILLABLE = "[{\"base_cs_url\": \"https://{user_id}.ac.example\"}]";

    private ChainScenarios() {}

    static List<Scenario> all() {
        return Stream.of(wrappers(), registrations(), instructions(), failures(), limits())
                .flatMap(List::stream)
                .toList();
    }

    /** A filter that keeps all bytes, as some do that compress or sign, and writes them at the end. */
    private static final Filter BUFFERING = (request, response, chain) -> {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
            @Override
            public ServletOutputStream getOutputStream() {
                return new ServletOutputStream() {
                    @Override
                    public void write(int b) {
                        kept.write(b);
                    }

                    @Override
                    public boolean isReady() {
                        return true;
                    }

                    @Override
                    public void setWriteListener(WriteListener listener) {
                        throw new UnsupportedOperationException();
                    }
                };
            }
        });
        response.setContentLength(kept.size());
        response.getOutputStream().write(kept.toByteArray());
    };

    private static List<Scenario> wrappers() {
        return List.of(
                rewrittenPlay("a buffering filter behind", play -> {
                    play.filterBehind(BUFFERING);
                    play.login((request, response) -> json(response, LOGIN));
                }),
                rewrittenPlay("a compressing filter behind", play -> {
                            play.filterBehind((request, response, chain) -> {
                                StringWriter text = new StringWriter();
                                PrintWriter writer = new PrintWriter(text);
                                chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
                                    @Override
                                    public PrintWriter getWriter() {
                                        return writer;
                                    }
                                });
                                byte[] zipped = BodyScenarios.gzip(StreamScenarios.bytes(text.toString()));
                                ((HttpServletResponse) response).setHeader("Content-Encoding", "gzip");
                                response.setContentLength(zipped.length);
                                response.getOutputStream().write(zipped);
                            });
                            play.login((request, response) -> writer(response).write(LOGIN));
                        })
                        .gzip(),
                // What another said of the body before, and could not take back, must stay true.
                inFront("an ETag", (request, response) -> response.setHeader("ETag", "\"1\"")),
                inFront("a length", (request, response) -> response.setContentLength(LOGIN.length())),
                inFront("an encoding", (request, response) -> response.setHeader("Content-Encoding", "br")),
                inFront("a flush", (request, response) -> response.flushBuffer()),
                inFront("another status", (request, response) -> response.setStatus(202)),
                rewrittenPlay("a filter in front that closes", play -> {
                    play.filterInFront((request, response, chain) -> {
                        chain.doFilter(request, response);
                        response.getOutputStream().close();
                    });
                    play.login((request, response) -> json(response, LOGIN));
                }),
                rewrittenPlay("a filter behind that adds headers after the chain", play -> {
                    play.filterBehind((request, response, chain) -> {
                        chain.doFilter(request, response);
                        play.note("committed", response.isCommitted());
                        ((HttpServletResponse) response).setHeader("X-After", "yes");
                    });
                    play.login((request, response) -> json(response, LOGIN));
                }));
    }

    private static Scenario inFront(String what, Action action) {
        return passedPlay("a filter in front that sends " + what, play -> {
            play.filterInFront((request, response, chain) -> {
                Play.perform(action, (HttpServletRequest) request, (HttpServletResponse) response);
                chain.doFilter(request, response);
            });
            play.login((request, response) -> json(response, LOGIN));
        });
    }

    private static List<Scenario> registrations() {
        return List.of(
                rewritten("registered twice", (request, response) -> json(response, LOGIN))
                        .registrations(2),
                rewritten("registered twice: writer that is flushed", (request, response) -> {
                            writer(response).println(LOGIN);
                            response.flushBuffer();
                        })
                        .registrations(2),
                rewrittenPlay(
                                "registered twice: async",
                                play -> play.login((request, response) -> {
                                    AsyncContext context = request.startAsync();
                                    play.inThread(() -> {
                                        json(response, LOGIN);
                                        context.complete();
                                    });
                                }))
                        .registrations(2),
                rewrittenPlay(
                                "registered twice: dispatch",
                                play -> play.login((request, response) -> {
                                    if (request.getDispatcherType() == DispatcherType.ASYNC) {
                                        json(response, LOGIN);
                                    } else {
                                        request.startAsync().dispatch();
                                    }
                                }))
                        .registrations(2),
                rewrittenPlay("registered twice: forward", play -> {
                            play.login((request, response) -> {
                                json(response, "{junk");
                                request.getRequestDispatcher("/inner").forward(request, response);
                            });
                            play.at("/inner", (request, response) -> json(response, LOGIN));
                        })
                        .registrations(2));
    }

    private static List<Scenario> instructions() {
        String other = "https://other.example";
        return List.of(
                rewritten("the homeserver names a target", (request, response) -> {
                            request.setAttribute("dev.waymark.target", "hist");
                            json(response, LOGIN);
                        })
                        .instructed()
                        .rules("[{\"leave\": true}]"),
                rewritten("the homeserver names a base URL", (request, response) -> {
                            request.setAttribute("dev.waymark.base_cs_url", other + "/");
                            json(response, LOGIN);
                        })
                        .instructed()
                        .injects(other),
                rewritten("the homeserver names a base URL after a flush", (request, response) -> {
                            writer(response).write(LOGIN);
                            response.flushBuffer();
                            request.setAttribute("dev.waymark.base_cs_url", other);
                        })
                        .instructed()
                        .injects(other),
                rewrittenPlay(
                                "the homeserver names a base URL in another thread",
                                play -> play.login((request, response) -> {
                                    AsyncContext context = request.startAsync();
                                    play.inThread(() -> {
                                        request.setAttribute("dev.waymark.base_cs_url", other);
                                        json(response, LOGIN);
                                        context.complete();
                                    });
                                }))
                        .instructed()
                        .injects(other),
                rewrittenPlay("the homeserver names a base URL in a forward", play -> {
                            play.login((request, response) ->
                                    request.getRequestDispatcher("/inner").forward(request, response));
                            play.at("/inner", (request, response) -> {
                                request.setAttribute("dev.waymark.base_cs_url", other);
                                json(response, LOGIN);
                            });
                        })
                        .instructed()
                        .injects(other),
                passed("the homeserver names an unknown target", (request, response) -> {
                    request.setAttribute("dev.waymark.target", "nowhere");
                    json(response, LOGIN);
                }),
                passed("the homeserver names no URL", (request, response) -> {
                    request.setAttribute("dev.waymark.base_cs_url", "ftp://other.example");
                    json(response, LOGIN);
                }),
                passed("the homeserver names target and URL", (request, response) -> {
                    request.setAttribute("dev.waymark.target", "hist");
                    request.setAttribute("dev.waymark.base_cs_url", other);
                    json(response, LOGIN);
                }),
                rejected("the homeserver names an unknown target, reject", (request, response) -> {
                            request.setAttribute("dev.waymark.target", 7);
                            json(response, LOGIN);
                        })
                        .instructed()
                        .options(REJECT));
    }

    private static List<Scenario> failures() {
        return List.of(
                passed("no rule", (request, response) -> json(response, LOGIN)).rules("[]"),
                passed("no rule for this user", (request, response) -> json(response, LOGIN))
                        .rules("[{\"localpart\": \"bob\", \"target\": \"hist\"}]"),
                passed("failure, pass", (request, response) -> json(response, LOGIN))
                        .rules(UNFILLABLE),
                rejected("failure, reject: stream", (request, response) -> {
                            response.setHeader("X-Stays", "yes");
                            response.setContentType("application/json");
                            response.setHeader("ETag", "\"1\"");
                            json(response, LOGIN);
                        })
                        .rules(UNFILLABLE)
                        .options(REJECT),
                rejected("failure, reject: writer", (request, response) -> {
                            response.setContentLength(
                                    LOGIN.length() + System.lineSeparator().length());
                            writer(response).println(LOGIN);
                        })
                        .rules(UNFILLABLE)
                        .options(REJECT),
                rejected("failure, reject: flush", (request, response) -> {
                            json(response, LOGIN.substring(0, 20));
                            response.flushBuffer();
                            json(response, LOGIN.substring(20));
                        })
                        .rules(UNFILLABLE)
                        .options(REJECT),
                passed("failure, reject: not a login", (request, response) -> json(response, "{\"flows\":[]}"))
                        .rules(UNFILLABLE)
                        .options(REJECT),
                passed("failure, reject: a login that failed", (request, response) -> {
                            response.setStatus(403);
                            json(response, LOGIN);
                        })
                        .rules(UNFILLABLE)
                        .options(REJECT));
    }

    private static List<Scenario> limits() {
        String max = "\"max_body\": 200,";
        return List.of(
                rewritten("max_body: stream at the limit", (request, response) -> json(response, login(200)))
                        .options(max),
                passed("max_body: stream over the limit", (request, response) -> json(response, login(201)))
                        .options(max),
                rewritten(
                                "max_body: writer at the limit",
                                (request, response) -> writer(response).write(login(200)))
                        .options(max),
                passed(
                                "max_body: writer over the limit",
                                (request, response) -> writer(response).write(login(201)))
                        .options(max),
                passed("max_body: in pieces, with a flush", (request, response) -> {
                            json(response, login(5000).substring(0, 150));
                            response.flushBuffer();
                            StreamScenarios.oneByOne(
                                    response.getOutputStream(),
                                    StreamScenarios.bytes(login(5000).substring(150)));
                        })
                        .options(max),
                passed("max_body: writer in pieces, with line ends", (request, response) -> {
                            for (int i = 0; i < 1000; i++) {
                                writer(response).println("{\"user_id\":");
                            }
                        })
                        .options(max),
                passed("max_body: text", (request, response) -> {
                    for (int i = 0; i < 100; i++) {
                        response.getOutputStream().write("Hello".repeat(1000).getBytes(StandardCharsets.US_ASCII));
                    }
                }),
                rewritten("max_body: reset after the limit", (request, response) -> {
                            json(response, login(201));
                            response.reset();
                            response.getWriter().write(login(100));
                        })
                        .options(max));
    }
}
