package dev.baton.sim.scenario;

import dev.baton.sim.refusal.Quoted;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;

/** The text of a file: UTF-8 of bounded size, without anything that a terminal would obey. */
final class SourceText {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private SourceText() {}

    static String read(String file, InputStream in) throws IOException, ScenarioException {
        byte[] bytes = in.readNBytes(Limits.FILE_BYTES_MAX + 1);
        if (bytes.length > Limits.FILE_BYTES_MAX) {
            throw Place.startOf(file).refused("larger than " + Limits.FILE_BYTES_MAX + " bytes");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        refuseUnprintable(file, text);
        if (result.isError()) {
            throw placeOf(file, text, text.length()).refused("no UTF-8");
        }
        return text.toString();
    }

    private static void refuseUnprintable(String file, CharBuffer text) throws ScenarioException {
        if (text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK) {
            throw Place.startOf(file)
                    .refused("a byte order mark; save the file as UTF-8 without one");
        }
        Matcher hidden = Quoted.HIDDEN.matcher(text);
        while (hidden.find()) {
            if (!isLayout(text, hidden.start())) {
                throw placeOf(file, text, hidden.start())
                        .refused("the character " + Quoted.of(hidden.group())
                                + "; a scenario holds none of its kind");
            }
        }
    }

    private static boolean isLayout(CharBuffer text, int at) {
        char c = text.charAt(at);
        boolean endsLine = at + 1 < text.length() && text.charAt(at + 1) == '\n';
        return c == '\n' || c == '\t' || (c == '\r' && endsLine);
    }

    private static Place placeOf(String file, CharBuffer text, int end) {
        int line = 1;
        int column = 1;
        for (int at = 0; at < end; at++) {
            boolean ends = text.charAt(at) == '\n';
            line += ends ? 1 : 0;
            column = ends ? 1 : column + (Character.isLowSurrogate(text.charAt(at)) ? 0 : 1);
        }
        return new Place(file, line, column);
    }
}
