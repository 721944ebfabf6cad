// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Weighted rendezvous hashing (Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998, with
 * the logarithmic weights of Schindelhauer and Schomaker, 2005): each target draws a score for a key, and the highest
 * has it. A target that comes takes its share of every other's keys, one that goes gives its own away, and no other
 * key moves.
 *
 * <p>The score of a target is {@code weight / -ln(u)}, where {@code u} is the first 52 bits of SHA-256 over the
 * target's name in UTF-8, a zero byte and the key in UTF-8, plus one half, divided by 2^52: never 0 and never 1. Of
 * equal scores the least name, as {@link String#compareTo} has it, wins. Half a surrogate pair, which has no form in
 * UTF-8, counts as a question mark. Everything in that is exactly specified, {@link StrictMath#log} included, so that
 * any machine chooses the same, for ever, in whatever order the targets stand. Immutable.
 */
public final class Rendezvous {

    private static final double TWO_TO_52 = 0x1p52;

    private final List<Share> shares;
    private final List<Contender> contenders;

    /**
     * A target and its weight.
     *
     * @param target one that has a name: it is what is hashed, so that a new base URL moves nobody
     * @param weight a whole number of at least 1; twice the weight, twice the users
     */
    public record Share(Target target, int weight) {

        public Share {
            require(target.name() != null, "a target without a name");
            require(weight >= 1, "a weight of " + weight + "; expected at least 1");
        }
    }

    /** A share with what is hashed for it. */
    private static final class Contender {

        private final Share share;
        private final String name;
        private final byte[] hashed;

        Contender(Share share) {
            this.share = share;
            this.name = String.valueOf(share.target().name());
            this.hashed = (name + '\0').getBytes(StandardCharsets.UTF_8);
        }

        String name() {
            return name;
        }
    }

    /** @param shares at least one, of targets with different names */
    public Rendezvous(List<Share> shares) {
        this.shares = List.copyOf(shares);
        // The first of equal scores is taken.
        this.contenders = shares.stream()
                .map(Contender::new)
                .sorted(Comparator.comparing(Contender::name))
                .toList();
        require(!shares.isEmpty(), "no targets");
        long names = contenders.stream().map(Contender::name).distinct().count();
        require(names == shares.size(), "two targets of one name");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The targets and their weights. */
    public List<Share> shares() {
        return shares;
    }

    /** The target of a key. */
    public Target choose(String key) {
        return choose(key, name -> true);
    }

    /**
     * The target of a key among those that are up: the one with the highest score of them, so that the keys of a target
     * that is down are spread over the others by their weights, and no other key moves. Where none is up, the target that it
     * would have were all up.
     *
     * @param up says by its name whether a target is up; of a target that cannot be chosen it is not asked
     */
    public Target choose(String key, Predicate<? super String> up) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        MessageDigest sha256 = sha256();
        Contender best = contenders.get(0);
        double highest = -1;
        @Nullable Contender bestUp = null;
        double highestUp = -1;
        for (Contender contender : contenders) {
            sha256.update(contender.hashed);
            double score = contender.share.weight() / -StrictMath.log(draw(sha256.digest(bytes)));
            if (score > highest) {
                highest = score;
                best = contender;
            }
            if (score > highestUp && up.test(contender.name())) {
                highestUp = score;
                bestUp = contender;
            }
        }
        return (bestUp == null ? best : bestUp).share.target();
    }

    /** A number above 0 and below 1, and exactly so: a double has 53 bits. */
    static double draw(byte[] hash) {
        long bits = ByteBuffer.wrap(hash).getLong() >>> 12;
        return (bits + 0.5) / TWO_TO_52;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return shares.stream()
                .map(share -> share.target().name() + " " + share.weight())
                .collect(Collectors.joining(", "));
    }
}
