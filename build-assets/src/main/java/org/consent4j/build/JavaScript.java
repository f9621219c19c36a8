package org.consent4j.build;

import com.google.javascript.jscomp.CompilationLevel;
import com.google.javascript.jscomp.Compiler;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.CompilerOptions.LanguageMode;
import com.google.javascript.jscomp.Result;
import com.google.javascript.jscomp.SourceFile;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shortens a script without changing what it does, in the version of the language that it is written in. */
final class JavaScript {

    /** The call that keeps a file which is one function from being taken for useless; it is taken off again. */
    private static final String CALL = "(site,load)";

    private JavaScript() {}

    /**
     * Shortens a module, or a file that is one function of two arguments.
     *
     * @throws IllegalArgumentException if it is no JavaScript
     */
    static String minified(String name, String script) {
        boolean function = script.strip().startsWith("(");
        String source = function ? "(" + script.strip() + ")" + CALL + ";" : script;
        String text = compiled(name, source);
        if (!function) {
            return text;
        }
        String end = CALL + ";";
        if (!text.startsWith("(") || !text.endsWith(")" + end)) {
            throw new IllegalArgumentException(name + " is not one function of two arguments: " + text);
        }
        return text.substring(1, text.length() - end.length() - 1);
    }

    private static String compiled(String name, String source) {
        CompilerOptions options = new CompilerOptions();
        CompilationLevel.SIMPLE_OPTIMIZATIONS.setOptionsForCompilationLevel(options);
        CompilationLevel.SIMPLE_OPTIMIZATIONS.setWrappedOutputOptimizations(options);
        options.setLanguageIn(LanguageMode.ECMASCRIPT_NEXT);
        options.setLanguageOut(LanguageMode.ECMASCRIPT_NEXT);
        options.setEmitUseStrict(false);
        options.setLineLengthThreshold(Integer.MAX_VALUE);
        options.setOutputCharset(StandardCharsets.UTF_8);
        Compiler compiler =
                new Compiler(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        compiler.disableThreads();
        Result result = compiler.compile(List.of(), List.of(SourceFile.fromCode(name, source)), options);
        if (!result.success) {
            throw new IllegalArgumentException(name + " is no script: " + result.errors);
        }
        return compiler.toSource().strip();
    }
}
