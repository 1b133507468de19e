package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** THIRD-PARTY.md lists the libraries that Baton resolves at run time, and by the right versions. */
class ThirdPartyTest {
    private static final Path PAGE = Path.of("").toAbsolutePath().resolveSibling("THIRD-PARTY.md");

    /** Such as {@code | com.lmax:disruptor | 4.0.0 |}. */
    private static final Pattern ROW =
            Pattern.compile("^\\| [\\w.]+:([\\w-]+) \\| ([\\w.]+) \\|", Pattern.MULTILINE);

    private static final String NAME = ThirdPartyTest.class.getModule().getName();

    @Test
    void theNoticesNameEveryLibraryAndNoOther() throws IOException {
        assertThat(NAME).as("runs on the module path").isEqualTo("dev.baton.sim");
        List<String> listed = ROW.matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group(1) + "-" + row.group(2) + ".jar")
                .sorted()
                .toList();
        assertThat(listed).containsExactlyElementsOf(libraries());
    }

    /** The jars of the modules that Baton's reads, through others too. */
    private static Set<String> libraries() {
        Set<String> jars = new TreeSet<>();
        Set<ResolvedModule> seen = new HashSet<>();
        ResolvedModule own = ModuleLayer.boot().configuration().findModule(NAME).orElseThrow();
        Deque<ResolvedModule> next = new ArrayDeque<>(List.of(own));
        while (!next.isEmpty()) {
            ResolvedModule module = next.remove();
            if (seen.add(module)) {
                next.addAll(module.reads());
                module.reference()
                        .location()
                        .map(where -> where.getPath().replaceFirst(".*/", ""))
                        .filter(file -> file.endsWith(".jar") && !file.startsWith("baton-"))
                        .ifPresent(jars::add);
            }
        }
        return jars;
    }
}
