// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one form of an email address or telephone number in which homeservers keep it (Matrix specification, appendices,
 * "3PID Types"), so that a rule need not know in how many forms users type it.
 */
public final class ThirdPartyAddress {

    /** A letter that is not the small form of its capital, which is that of another. */
    private static final char DOTLESS_I = '\u0131';

    private static final int FIRST_BEYOND_ASCII = 0x80;

    /** The longest telephone number (ITU-T E.164), and the shortest that has a subscriber in it. */
    private static final int MOST_DIGITS = 15;

    private static final int LEAST_DIGITS = 7;

    /** Calling codes of two digits; those of one digit are 1 and 7, and all others have three. */
    private static final String TWO_DIGIT_CODES = " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54"
            + " 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";

    /** The calling codes 1 and 7 have telephone numbers of one length. */
    private static final int DIGITS_OF_ONE_DIGIT_CODES = 11;

    private ThirdPartyAddress() {}

    /**
     * An email address as homeservers compare it: the space around it gone, the domain in lower case, the part before it
     * with its case folded ({@code Strau\u00df} is {@code strauss}).
     *
     * @return null where it is none: homeservers refuse what has not exactly one {@code @}
     */
    public static @Nullable String email(String typed) {
        String text = typed.strip();
        int at = text.indexOf('@');
        if (at < 0 || text.indexOf('@', at + 1) >= 0) {
            return null;
        }
        return folded(text.substring(0, at)) + text.substring(at).toLowerCase(Locale.ROOT);
    }

    /** Case folding (Unicode, section 5.18, "Caseless Matching"), which the JDK does not have. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(letter -> {
            if (letter < FIRST_BEYOND_ASCII) {
                folded.append((char) Character.toLowerCase(letter));
            } else if (letter == DOTLESS_I) {
                folded.append(DOTLESS_I);
            } else {
                addFolded(letter, folded);
            }
        });
        return folded.toString();
    }

    /** By way of the capitals, since small letters may share one; letter by letter, since a sigma at the end is another. */
    private static void addFolded(int letter, StringBuilder folded) {
        String capitals = Character.toString(letter).toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
        capitals.codePoints()
                .forEach(capital -> folded.append(Character.toString(capital).toLowerCase(Locale.ROOT)));
    }

    /**
     * A telephone number as homeservers compare it: digits alone, the country's calling code first. That can be told only
     * of a number in international form, {@code +44 7700 900123}: what {@code 07700 900123} becomes is up to the numbering
     * plan of the country that the client names, which homeservers look up in tables that change every few weeks.
     *
     * @return null where it cannot be told; also where a prefix for calls within the country may still be in the number,
     *     {@code +44 (0) 7700 900123}
     */
    public static @Nullable String msisdn(String typed) {
        String text = typed.strip();
        if (!text.startsWith("+")) {
            return null;
        }
        StringBuilder digits = new StringBuilder(MOST_DIGITS);
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
            } else if (" -.()".indexOf(c) < 0) {
                return null;
            }
        }
        return isInternational(digits) ? digits.toString() : null;
    }

    private static boolean isInternational(CharSequence digits) {
        if (digits.length() < LEAST_DIGITS || digits.length() > MOST_DIGITS || digits.charAt(0) == '0') {
            return false;
        }
        boolean oneDigitCode = digits.charAt(0) == '1' || digits.charAt(0) == '7';
        if (oneDigitCode && digits.length() != DIGITS_OF_ONE_DIGIT_CODES) {
            return false;
        }
        boolean twoDigitCode = TWO_DIGIT_CODES.contains(" " + digits.subSequence(0, 2) + " ");
        int code = oneDigitCode ? 1 : twoDigitCode ? 2 : 3;
        return digits.charAt(code) != '0';
    }
}
