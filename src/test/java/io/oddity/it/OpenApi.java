package io.oddity.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The file that describes the API, and what it says about an answer. */
final class OpenApi {
    private final JsonNode root;
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

    OpenApi() throws IOException {
        try (InputStream yaml = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            root = new ObjectMapper(new YAMLFactory()).readTree(yaml);
        }
    }

    JsonNode paths() {
        return root.path("paths");
    }

    /** A node or what it refers to. */
    JsonNode resolve(JsonNode node) {
        String ref = node.path("$ref").asText("");
        return ref.isEmpty() ? node : root.at(ref.substring(1));
    }

    /** The schema of an answer; missing when the file knows no such answer. */
    JsonNode schema(String path, int status, String mediaType) {
        JsonNode response =
                resolve(paths().path(path).path("get").path("responses").path(Integer.toString(status)));
        return response.path("content").path(mediaType).path("schema");
    }

    /** What a JSON answer does that the schema does not allow. */
    Set<ValidationMessage> faults(JsonNode schema, JsonNode answer) {
        return compiled.computeIfAbsent(schema, this::compile).validate(answer);
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode self = schema.deepCopy();
        self.set("components", root.path("components"));
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(self, config);
    }

    /** The same for one of the file's named schemas. */
    Set<ValidationMessage> faults(String name, JsonNode answer) {
        return faults(root.path("components").path("schemas").path(name), answer);
    }
}
