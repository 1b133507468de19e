package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every public type tells those who know Linux what it is there, and what differs. */
class CounterpartsTest {
    private static final Path SOURCES = Path.of("src", "main", "java");

    /** A comment, and the type behind it. */
    private static final Pattern TYPE = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:@\\w+\\s+)*"
                    + "((?:\\w+ )*(?:class|interface|enum|record) \\w+)",
            Pattern.DOTALL);

    private static final Pattern COUNTERPART = Pattern.compile("Linux|udmabuf");
    private static final Pattern DIFFERENCE = Pattern.compile("[Uu]nlike|instead|no counterpart");

    /** A public type, and what is said of it apart from its parameters. */
    private record Documented(Path file, String type, String comment) {
        boolean says(Pattern words) {
            return words.matcher(comment).find();
        }

        /** What differs about all refusals is said once, by the class that they extend. */
        boolean isOneOfTheRefusals() {
            return file.endsWith("BufferException.java") && type.startsWith("public static");
        }

        @Override
        public String toString() {
            return file.getFileName() + ": " + type;
        }
    }

    @Test
    void everyPublicTypeNamesItsCounterpart() throws IOException {
        assertThat(publicTypes()).filteredOn(type -> !type.says(COUNTERPART)).isEmpty();
    }

    @Test
    void everyPublicTypeSaysWhatDiffers() throws IOException {
        assertThat(publicTypes())
                .filteredOn(type -> !type.says(DIFFERENCE) && !type.isOneOfTheRefusals())
                .isEmpty();
    }

    private static List<Documented> publicTypes() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Documented> types = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(CounterpartsTest::publicTypes)
                    .toList();
            assertThat(types).hasSizeGreaterThan(50);
            return types;
        }
    }

    /** Members of an interface are public without the word. */
    private static Stream<Documented> publicTypes(Path file) {
        String source = read(file);
        boolean inInterface = source.contains("\npublic interface ");
        return TYPE.matcher(source)
                .results()
                .filter(it -> it.group(2).startsWith("public ")
                        || inInterface && !it.group(2).startsWith("private "))
                .map(it ->
                        new Documented(file, it.group(2), it.group(1).split("\n\\s*\\* @", 2)[0]));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
