package dev.baton.proptests.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A generated page of the documentation, which a test keeps up to date.
 *
 * @param path seen from the repository's root
 * @param test which test generates it
 */
public record Page(String path, Class<?> test) {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** The command that writes the page anew. */
    public String rewrite() {
        return "./mvnw -q test -pl proptests -am -Dtest=" + test.getSimpleName()
                + " -Dbaton.rewrite=true";
    }

    /** What the page says now; nothing if there is none. */
    String read() throws IOException {
        Path file = ROOT.resolve(path);
        return Files.exists(file) ? Files.readString(file).replace("\r\n", "\n") : "";
    }

    /** Compares the page with what it must be, or makes it so if told to. */
    public void judge(String generated) throws IOException {
        Path file = ROOT.resolve(path);
        if (Boolean.getBoolean("baton.rewrite")) {
            Files.writeString(file, generated);
        }
        assertThat(read()).as("%s; rewrite it with %s", path, rewrite()).isEqualTo(generated);
    }
}
