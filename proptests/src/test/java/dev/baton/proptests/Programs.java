package dev.baton.proptests;

import dev.baton.proptests.fault.InMemoryCompiler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Programs that print: compiled together, which is much cheaper, and run one at a time. */
final class Programs {
    private final ClassLoader classes;

    /** Compiles the texts of classes by their names; they are in no package. */
    Programs(Map<String, String> sources) {
        Map<String, String> files = sources.entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey() + ".java", Map.Entry::getValue));
        try {
            classes = new TextTests.Loader(
                    Programs.class.getClassLoader(),
                    InMemoryCompiler.compile(files, System.getProperty("java.class.path")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What the main method of a class prints. */
    String printedBy(String name) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            classes.loadClass(name).getMethod("main", String[].class).invoke(null, (Object)
                    new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
