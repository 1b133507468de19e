package dev.baton.proptests.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a few sources against the class path, without touching the disk. */
public final class InMemoryCompiler {
    private InMemoryCompiler() {}

    /**
     * Compiles.
     *
     * @param sources texts by file name
     * @param classPath what else they need
     * @return class files by class name
     */
    public static Map<String, byte[]> compile(Map<String, String> sources, String classPath)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (Output output =
                new Output(compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8))) {
            List<Source> units = sources.entrySet().stream()
                    .map(each -> new Source(each.getKey(), each.getValue()))
                    .toList();
            List<String> options =
                    List.of("-g", "-proc:none", "-nowarn", "-Xlint:none", "-classpath", classPath);
            if (!compiler.getTask(said, output, null, options, null, units).call()) {
                throw new AssertionError("it must compile: " + said);
            }
            Map<String, byte[]> classes = new HashMap<>();
            output.classes.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("memory:///" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
        final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

        Output(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            classes.put(name, bytes);
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }
    }
}
