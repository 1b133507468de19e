package dev.baton.proptests.goal;

import dev.baton.explore.Token;
import dev.baton.explore.TokenException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a token is to reproduce; as a program, how many of those in a file it does.
 *
 * @param seed of the pipeline
 * @param hash of the failure
 * @param token of it
 */
record TokenAgain(long seed, long hash, String token) {
    public static void main(String[] args) throws IOException {
        try (var lines = Files.lines(Path.of(args[0]))) {
            long same = lines.map(TokenAgain::read).filter(TokenAgain::isSame).count();
            System.out.println(same + " " + Runtime.version().feature());
        }
    }

    private static TokenAgain read(String line) {
        String[] cells = line.split(" ");
        return new TokenAgain(Long.parseLong(cells[0]), Long.parseLong(cells[1]), cells[2]);
    }

    private String line() {
        return seed + " " + hash + " " + token;
    }

    boolean isSame() {
        try {
            return Token.parse(token).reproduce(Failing.program(seed)).failure().hash() == hash;
        } catch (TokenException e) {
            return false;
        }
    }

    /** How many are the same on a JDK of some version. */
    record Same(long count, int jdk) {}

    static Same on(Path jdk, List<TokenAgain> tokens) {
        try {
            Path file = Files.createTempFile("tokens", ".txt");
            try {
                Files.write(file, tokens.stream().map(TokenAgain::line).toList());
                Process other = new ProcessBuilder(
                                jdk.resolve("bin/java").toString(),
                                "-classpath",
                                System.getProperty("java.class.path"),
                                TokenAgain.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                String[] said = new String(other.getInputStream().readAllBytes())
                        .strip()
                        .split(" ");
                return new Same(Long.parseLong(said[0]), Integer.parseInt(said[1]));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
