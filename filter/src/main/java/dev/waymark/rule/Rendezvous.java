// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Weighted rendezvous hashing (Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998, with the
 * logarithmic weights of Schindelhauer and Schomaker, 2005): each target draws a score for a key, and the highest has it. A
 * target that comes takes its share of every other's keys, one that goes gives its own away, and no other key moves.
 *
 * <p>The score of a target is {@code weight / -ln(u)}, where {@code u} is the first 53 bits of SHA-256 over the target's
 * name in UTF-8, a zero byte and the key in UTF-8, plus one half, divided by 2^53. Everything in that is exactly specified,
 * {@link StrictMath#log} included, so that any machine chooses the same, for ever. Immutable.
 */
public final class Rendezvous {

    private static final double TWO_TO_53 = 0x1p53;

    private final List<Share> shares;

    /**
     * A target and its weight.
     *
     * @param target one that has a name: it is what is hashed, so that a new base URL moves nobody
     * @param weight a whole number of at least 1; twice the weight, twice the users
     */
    public record Share(Target target, int weight) {}

    /** @param shares at least one, of targets with different names */
    public Rendezvous(List<Share> shares) {
        this.shares = List.copyOf(shares);
    }

    /** The targets and their weights. */
    public List<Share> shares() {
        return shares;
    }

    /** The target of a key. */
    public Target choose(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        MessageDigest sha256 = sha256();
        Share best = shares.get(0);
        double highest = -1;
        for (Share share : shares) {
            double score = share.weight()
                    / -StrictMath.log(draw(sha256, String.valueOf(share.target().name()), bytes));
            if (score > highest) {
                highest = score;
                best = share;
            }
        }
        return best.target();
    }

    /** A number above 0 and below 1. */
    private static double draw(MessageDigest sha256, String name, byte[] key) {
        sha256.update(name.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        long bits = ByteBuffer.wrap(sha256.digest(key)).getLong() >>> 11;
        return (bits + 0.5) / TWO_TO_53;
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
