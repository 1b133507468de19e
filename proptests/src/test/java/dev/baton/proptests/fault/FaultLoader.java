package dev.baton.proptests.fault;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads all of Baton anew, tests of every module included, with some classes replaced. Child-first
 * for {@code dev.baton}; everything else is the parent's.
 */
public final class FaultLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> replaced;
    private final List<Path> testClasses;

    public FaultLoader(ClassLoader parent, Map<String, byte[]> replaced, List<Path> testClasses) {
        super(parent);
        this.replaced = replaced;
        this.testClasses = testClasses;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("dev.baton.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Class files are found here as they are loaded: another loader may weave them further. */
    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
        byte[] bytes = replaced.get(path.replace(".class", "").replace('/', '.'));
        if (bytes != null) {
            return new ByteArrayInputStream(bytes);
        }
        for (Path directory : testClasses) {
            if (Files.exists(directory.resolve(path))) {
                try {
                    return Files.newInputStream(directory.resolve(path));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return super.getResourceAsStream(path);
    }
}
