package dev.baton.proptests.probe;

import static org.objectweb.asm.Opcodes.ACC_VOLATILE;
import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Loads Baton's classes anew, with a call to {@link Probe#reached} before every use of a VarHandle,
 * an atomic or a volatile field: every access to shared memory that the engine makes. Production code has no hooks for tests.
 *
 * <p>Child-first for {@code dev.baton}, tests included, so that a test in this loader meets the
 * woven engine and its own probes; everything else is the parent's.
 */
public final class ProbingLoader extends ClassLoader implements Consumer<String> {
    private static final String OURS = "dev.baton.";
    private static final String TESTS = "dev.baton.proptests.";

    static {
        registerAsParallelCapable();
    }

    /** What locks a cache line, or waits until all stores are seen. */
    private static final Pattern ATOMIC = Pattern.compile(
            "(weakC|c)ompareAnd.*|getAnd.*|.*AndGet|.*(increment|decrement|add)|fullFence"
                    + "|setVolatile|lazySet");

    /** What changes nothing. */
    private static final Pattern READ = Pattern.compile("get(Plain|Opaque|Acquire|Volatile)?");

    private static final String PROBE = Probe.class.getName().replace('.', '/');

    /** Of the class outside, which all loaders share. */
    private static final Set<String> STOPPED_AT = ConcurrentHashMap.newKeySet();

    private final List<String> sites = new ArrayList<>();

    /** A loader of what the parent has. */
    public ProbingLoader(ClassLoader parent) {
        super(parent);
    }

    /** Says that a thread was stopped at a place in the code: to the class that the loader itself is of. */
    @SuppressWarnings("unchecked")
    static void stoppedAt(Class<?> woven, String site) {
        ((Consumer<String>) woven.getClassLoader()).accept(site);
    }

    @Override
    public void accept(String site) {
        STOPPED_AT.add(site);
    }

    /** Where a thread was stopped so far, in all tests of this JVM. */
    static Set<String> stoppedAt() {
        return Set.copyOf(STOPPED_AT);
    }

    /** The places in the code where a probe was woven in: class, method, and the how manieth of the class. */
    synchronized List<String> sites() {
        return List.copyOf(sites);
    }

    private synchronized void woven(String site) {
        sites.add(site);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        try (InputStream in = getParent().getResourceAsStream(path)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] original = in.readAllBytes();
            byte[] bytes = name.startsWith(TESTS) ? original : weave(original);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] weave(byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Weaver(reader.getClassName(), writer), 0);
        return writer.toByteArray();
    }

    private final class Weaver extends ClassVisitor {
        /** Those of the class itself; a class file tells them before its methods. */
        private final Set<String> volatileFields = new HashSet<>();

        private final String className;
        private int nth;

        Weaver(String internalName, ClassVisitor next) {
            super(ASM9, next);
            this.className = internalName.substring(internalName.lastIndexOf('/') + 1);
        }

        @Override
        public FieldVisitor visitField(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                @Nullable Object value) {
            if ((access & ACC_VOLATILE) != 0) {
                volatileFields.add(name);
            }
            return super.visitField(access, name, descriptor, signature, value);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new MethodVisitor(ASM9, next) {
                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String called, String type, boolean onInterface) {
                    if (owner.equals("java/lang/invoke/VarHandle")
                            || owner.startsWith("java/util/concurrent/atomic/Atomic")) {
                        probe(READ.matcher(called).matches());
                        if (ATOMIC.matcher(called).matches()) {
                            super.visitMethodInsn(INVOKESTATIC, PROBE, "atomic", "()V", false);
                        }
                    }
                    super.visitMethodInsn(opcode, owner, called, type, onInterface);
                }

                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    if (volatileFields.contains(field)) {
                        probe(opcode == GETFIELD || opcode == GETSTATIC);
                    }
                    super.visitFieldInsn(opcode, owner, field, type);
                }

                /** Leaves the stack as it was: no frame changes. */
                private void probe(boolean reads) {
                    String site = className + "." + name + " " + ++nth;
                    woven(site);
                    super.visitLdcInsn(site);
                    super.visitMethodInsn(
                            INVOKESTATIC,
                            PROBE,
                            reads ? "reads" : "reached",
                            "(Ljava/lang/String;)V",
                            false);
                }
            };
        }
    }
}
