package io.oddity.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunCommandTest {
    @Test
    void portIsTakenFromTheCommandLine() {
        StringWriter err = new StringWriter();

        int exitCode = new CommandLine(new RunCommand())
                .setErr(new PrintWriter(err))
                .execute("--config", "no-such-file.yaml", "--http-port", "0");

        assertThat(err.toString()).contains("no-such-file.yaml: the configuration is wrong");
        assertThat(exitCode).isEqualTo(Exit.BAD_CONFIGURATION);
    }
}
