// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A directory with its cache, its threads and its counts; several {@link ManagedDirectory} may stand for it in turn. */
final class OpenDirectory {

    /** The longest key that is kept, in characters: users choose it, and no user ID is longer than 255. */
    private static final int MAX_KEY_LENGTH = 2048;

    final DirectoryCounts counts = new DirectoryCounts();
    final Set<Fact> facts;

    private final Limits limits;
    private final AllowedAnswers allowed;
    private final DirectoryUse use;
    private final boolean inMemory;
    private final LookupThreads threads;
    private final @Nullable Cache<List<String>, Answer> cache;
    private final ConcurrentMap<List<String>, CompletableFuture<Answer>> running = new ConcurrentHashMap<>();

    private final AtomicInteger refreshes = new AtomicInteger();

    OpenDirectory(String name, Directory directory, Limits limits, AllowedAnswers allowed, LongSupplier nanos) {
        this.facts = EnumSet.copyOf(directory.facts());
        this.limits = limits;
        this.allowed = allowed;
        this.use = new DirectoryUse(name, directory);
        this.inMemory = directory.isInMemory();
        this.threads = new LookupThreads("waymark-directory-" + name, limits.maxConcurrent());
        this.cache = limits.cache() == null ? null : cache(limits.cache(), nanos);
    }

    private static Cache<List<String>, Answer> cache(Limits.Cache limits, LongSupplier nanos) {
        long ttl = limits.ttl().toNanos();
        long negativeTtl = limits.negativeTtl().toNanos();
        return Caffeine.newBuilder()
                .maximumSize(limits.size())
                .expireAfter(Expiry.<List<String>, Answer>writing(
                        (key, answer) -> Duration.ofNanos(answer.isFound() ? ttl : negativeTtl)))
                .ticker(nanos::getAsLong)
                // Its upkeep is small, and done by who asks: no other thread comes to know of this directory.
                .executor(Runnable::run)
                .build();
    }

    /** What it says of a login; {@link Answer#NOT_FOUND} of one of which a fact is not known, too. */
    Answer ask(Login login) throws LookupFailure {
        List<String> key = key(login);
        if (key == null) {
            return Answer.NOT_FOUND;
        }
        counts.addAsked();
        try {
            Answer answer = inMemory ? look(login) : askWithinTime(key, login);
            counts.add(answer);
            return answer;
        } catch (LookupFailure e) {
            counts.add(e);
            throw e;
        }
    }

    private @Nullable List<String> key(Login login) {
        List<String> key = new ArrayList<>(facts.size());
        for (Fact fact : facts) {
            String value = login.get(fact);
            if (value == null) {
                return null;
            }
            key.add(value);
        }
        return key;
    }

    private Answer askWithinTime(List<String> key, Login login) throws LookupFailure {
        long deadline = System.nanoTime() + limits.timeout().toNanos();
        CompletableFuture<Answer> own = new CompletableFuture<>();
        if (cache == null || key.stream().mapToInt(String::length).sum() > MAX_KEY_LENGTH) {
            return load(login, own, deadline);
        }
        Answer kept = cache.getIfPresent(key);
        if (kept != null) {
            counts.addCacheHit();
            return kept;
        }
        CompletableFuture<Answer> other = running.putIfAbsent(key, own);
        if (other != null) {
            return await(other, deadline);
        }
        int before = refreshes.get();
        try {
            Answer answer = load(login, own, deadline);
            cache.put(key, answer);
            if (refreshes.get() != before) {
                cache.invalidate(key);
            }
            return answer;
        } finally {
            running.remove(key, own);
        }
    }

    /** Looks up in a thread of its own, and lets all who wait for the same know. */
    private Answer load(Login login, CompletableFuture<Answer> result, long deadline) throws LookupFailure {
        LookupThreads.Call call = null;
        try {
            call = threads.start(() -> complete(result, login), left(deadline));
            if (call == null) {
                result.completeExceptionally(LookupFailure.timeout("as many look-ups as may run at once ("
                        + limits.maxConcurrent() + ") were running, and none of them ended" + withinTime()));
            }
            return await(result, deadline);
        } catch (RejectedExecutionException e) {
            throw LookupFailure.of(DirectoryUse.CLOSED);
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            // It may be that it was not waited for to the end: others must not wait for it either.
            result.completeExceptionally(LookupFailure.timeout("no answer" + withinTime()));
            if (call != null) {
                call.giveUp();
            }
        }
    }

    private void complete(CompletableFuture<Answer> result, Login login) {
        try {
            result.complete(look(login));
        } catch (LookupFailure | Error e) {
            result.completeExceptionally(e);
        }
    }

    private Answer await(CompletableFuture<Answer> result, long deadline) throws LookupFailure {
        try {
            return result.get(left(deadline), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw LookupFailure.timeout("no answer" + withinTime());
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LookupFailure failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e);
        }
    }

    private static LookupFailure interrupted() {
        Thread.currentThread().interrupt();
        return LookupFailure.of("the thread of the login was interrupted while it waited");
    }

    private static long left(long deadline) {
        return Math.max(deadline - System.nanoTime(), 0);
    }

    private String withinTime() {
        return " within " + limits.timeout().toMillis() + " ms";
    }

    private Answer look(Login login) throws LookupFailure {
        String answer = use.find(login);
        if (answer == null) {
            return Answer.NOT_FOUND;
        }
        try {
            return allowed.read(answer);
        } catch (IllegalArgumentException e) {
            throw LookupFailure.of("it answered what is " + e.getMessage());
        }
    }

    boolean refresh() throws Exception {
        boolean changed = use.refresh();
        if (changed && cache != null) {
            // Whoever asks from now on, asks anew; what is on its way is of before, and not kept.
            refreshes.incrementAndGet();
            running.clear();
            cache.invalidateAll();
        }
        return changed;
    }

    void close() {
        threads.stop();
        use.close(threads);
    }
}
