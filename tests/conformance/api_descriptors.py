"""The API as protoc describes it: what the descriptor set (CMake target `protoset`) holds of schoolgate.v1."""
import dataclasses
import pathlib
import subprocess
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "schoolgate"
PROTO_DIR = pathlib.Path(__file__).resolve().parents[2] / "proto"
FIELD = descriptor_pb2.FieldDescriptorProto
TEXTUAL = (FIELD.TYPE_STRING, FIELD.TYPE_BYTES)


@dataclasses.dataclass
class Node:
    """A message, field, oneof, enum, value, service or rpc, with its full name, its file and its comment."""
    name: str
    proto: object
    file: object
    comment: str


class Api:
    """`files` are those of our package; options.proto's options are read through handling(), behavior(), charset()."""

    def __init__(self, descriptor_set):
        pool = descriptor_pool.DescriptorPool()
        for file in descriptor_set.file:
            pool.Add(file)
        factory = message_factory.MessageFactory(pool)
        self._options = factory.GetPrototype(pool.FindMessageTypeByName("google.protobuf.FieldOptions"))
        self._pool = pool
        self.files = [f for f in descriptor_set.file if f.package.split(".")[0] == PACKAGE]
        self.messages, self.fields, self.oneofs, self.enums, self.values = [], [], [], [], []
        self.services, self.rpcs, self.extensions = [], [], []
        for file in self.files:
            self._read(file)
        self.message = {node.name: node.proto for node in self.messages}

    def _read(self, file):
        comments = {tuple(at.path): at.leading_comments.strip() for at in file.source_code_info.location}

        def node(into, parent, proto, path):
            into.append(Node(f"{parent}.{proto.name}", proto, file, comments.get(path, "")))
            return into[-1].name

        def enum(parent, proto, path):
            name = node(self.enums, parent, proto, path)
            for i, value in enumerate(proto.value):
                node(self.values, name, value, (*path, 2, i))

        def message(parent, proto, path):
            name = node(self.messages, parent, proto, path)
            for i, field in enumerate(proto.field):
                node(self.fields, name, field, (*path, 2, i))
            for i, oneof in enumerate(proto.oneof_decl):
                node(self.oneofs, name, oneof, (*path, 8, i))
            for i, nested in enumerate(proto.nested_type):
                message(name, nested, (*path, 3, i))
            for i, nested in enumerate(proto.enum_type):
                enum(name, nested, (*path, 4, i))

        for i, proto in enumerate(file.message_type):
            message(file.package, proto, (4, i))
        for i, proto in enumerate(file.enum_type):
            enum(file.package, proto, (5, i))
        for i, proto in enumerate(file.service):
            name = node(self.services, file.package, proto, (6, i))
            for j, rpc in enumerate(proto.method):
                node(self.rpcs, name, rpc, (6, i, 2, j))
        for i, proto in enumerate(file.extension):
            node(self.extensions, file.package, proto, (7, i))

    def _option(self, field, name):
        extension = self._pool.FindExtensionByName(f"schoolgate.v1.{name}")
        options = self._options.FromString(field.options.SerializeToString())
        value = options.Extensions[extension]
        return extension.enum_type.values_by_number[value].name if extension.enum_type else value

    def handling(self, field):
        return self._option(field, "handling").removeprefix("HANDLING_")

    def behavior(self, field):
        return self._option(field, "behavior").removeprefix("FIELD_BEHAVIOR_")

    def name_charset(self, field):
        return self._option(field, "name_charset")

    def reachable(self, roots):
        """Full names of our messages that messages named in `roots` hold, themselves included."""
        seen, queue = set(), [name.lstrip(".") for name in roots]
        while queue:
            name = queue.pop()
            if name in seen or name not in self.message:
                continue
            seen.add(name)
            queue += [field.type_name.lstrip(".") for field in self.message[name].field if field.type_name]
        return seen

    def requests(self):
        return {node.proto.input_type.lstrip(".") for node in self.rpcs}

    def responses(self):
        return {node.proto.output_type.lstrip(".") for node in self.rpcs}


def load(path):
    return Api(descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(path).read_bytes()))


def compile_proto(text, name="schoolgate/v1/sample.proto"):
    """The Api that one more file makes, which may import ours."""
    with tempfile.TemporaryDirectory() as scratch:
        source = pathlib.Path(scratch, name)
        source.parent.mkdir(parents=True)
        source.write_text(text)
        out = pathlib.Path(scratch, "set")
        subprocess.run(["protoc", f"-I{scratch}", f"-I{PROTO_DIR}", "--include_imports", "--include_source_info",
                        f"-o{out}", name], check=True, capture_output=True, text=True)
        found = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())
    api = Api(found)
    # The sample alone is looked at.
    for nodes in (api.messages, api.fields, api.oneofs, api.enums, api.values, api.services, api.rpcs, api.extensions):
        nodes[:] = [node for node in nodes if node.file.name == name]
    api.files = [file for file in api.files if file.name == name]
    return api
