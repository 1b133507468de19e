package dev.baton.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What is written into a document between two marker lines, and the figures that it shows. */
final class Section {
    private final Path document;
    private final String name;
    private final StringBuilder text = new StringBuilder();

    Section(Path document, String name) {
        this.document = document;
        this.name = name;
    }

    Section add(String more) {
        text.append(more);
        return this;
    }

    /** A table, and of the rows that match, each called what its group holds, a figure of bars. */
    Section bars(Table table, String regex, String title, String rows) throws IOException {
        Table some = table.only(regex);
        return some.isEmpty() ? this : figure(table, title, Figure.bars(some, title, rows));
    }

    /** The same with lines. */
    Section lines(Table table, String regex, String title, String rows) throws IOException {
        Table some = table.only(regex);
        return some.isEmpty() ? this : figure(table, title, Figure.lines(some, title, rows));
    }

    private Section figure(Table table, String title, String svg) throws IOException {
        String file =
                Table.words(table.title()).toLowerCase(Locale.ROOT).replace(' ', '-') + ".svg";
        Path figures = Files.createDirectories(document.resolveSibling("figures"));
        Files.writeString(figures.resolve(file), svg);
        return add(Run.format("\n![%s](figures/%s)\n%s", title, file, table.markdown()));
    }

    /** Replaces what stood there. */
    void write() throws IOException {
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- end of " + name + " -->\n";
        String[] parts = Files.readString(document).split(begin + "|" + end, -1);
        if (parts.length != 3) {
            throw new IOException(document + " needs these two lines once: " + begin + end);
        }
        Files.writeString(document, parts[0] + begin + text + end + parts[2]);
    }
}
