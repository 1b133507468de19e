package dev.baton.proptests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java code of a page: its blocks are one program, in the order of the page, and a block of text
 * behind one of code is what that prints. A block with a public class stands as it is; others are
 * statements of one method, with the imports taken out. On a page of tests each block is a test class,
 * and the text behind it is what that fails with.
 */
public final class PageProgram {
    private static final Pattern JAVA_AND_TEXT =
            Pattern.compile("```java\n(.*?)```\n(?:[^`#]*?```text\n(.*?)```\n)?", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
    private static final Pattern TESTS = Pattern.compile("^ +@(Test|Property)", Pattern.MULTILINE);
    private static final Pattern IMPORT = Pattern.compile("^import .*;\n", Pattern.MULTILINE);

    /** One block of code, and what it prints or, if it is a test, fails with. */
    public record Block(String code, String shown) {
        /** Lines that somebody has to think of. */
        public long lines() {
            return code.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .filter(line -> !line.startsWith("import ") && !line.startsWith("//"))
                    .count();
        }
    }

    private final String name;
    private final List<Block> blocks = new ArrayList<>();
    private final StringBuilder code = new StringBuilder();
    private final StringBuilder shown = new StringBuilder();

    /** Of a page. */
    public PageProgram(Path page) throws IOException {
        name = page.getFileName().toString().replaceAll("\\W", "_");
        Matcher found = JAVA_AND_TEXT.matcher(Files.readString(page));
        while (found.find()) {
            code.append(found.group(1));
            String text = found.group(2) == null ? "" : found.group(2);
            shown.append(text);
            blocks.add(new Block(found.group(1), text));
        }
    }

    boolean isEmpty() {
        return code.isEmpty();
    }

    /** Whether each of its blocks is a test class. */
    boolean isTests() {
        return blocks.stream().allMatch(block -> TESTS.matcher(block.code()).find());
    }

    public List<Block> blocks() {
        return blocks;
    }

    /** What the page says that it prints. */
    String shown() {
        return shown.toString();
    }

    /** The name of its class. */
    String name() {
        Matcher whole = CLASS.matcher(code);
        return whole.find() ? whole.group(1) : name;
    }

    /** Its class. */
    String source() {
        return CLASS.matcher(code).find() ? code.toString() : inAMethod();
    }

    private String inAMethod() {
        StringBuilder imports = new StringBuilder();
        IMPORT.matcher(code).results().forEach(found -> imports.append(found.group()));
        return imports
                + "public class " + name
                + " {\npublic static void main(String[] args) throws Exception {\n"
                + IMPORT.matcher(code).replaceAll("")
                + "}\n}\n";
    }
}
