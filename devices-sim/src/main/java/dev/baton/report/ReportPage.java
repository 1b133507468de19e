package dev.baton.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page itself: one file that asks nothing of the network. Its policy lets the browser run the one
 * script and use the one style that are in it, known by their hashes; data is data, and becomes text.
 */
public final class ReportPage {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    private ReportPage() {}

    /**
     * Puts data into the page.
     *
     * @param json what {@link Report#toMap} gave
     * @return the page, in UTF-8
     * @throws IOException if the page's parts cannot be read
     */
    public static byte[] of(String json) throws IOException {
        String style = resource("report.css");
        String script = resource("report.js");
        Map<String, String> parts = Map.of(
                "style", style,
                "script", script,
                "stylehash", hash(style),
                "scripthash", hash(script),
                "data", inert(json));
        // In one go: what looks like a place in the data is none.
        Matcher places = PLACE.matcher(resource("page.html"));
        return places.replaceAll(place -> Matcher.quoteReplacement(part(parts, place)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String part(Map<String, String> parts, MatchResult place) {
        return Objects.requireNonNull(parts.get(place.group(1)), place.group(1));
    }

    /** The same JSON, in which no tag can begin and no script can end. */
    static String inert(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }
}
