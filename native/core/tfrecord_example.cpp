// The message by hand: its fields are few, and their lengths are known before the image is made.
#include "core/tfrecord_example.h"

#include <cmath>
#include <span>
#include <string_view>

#include "core/shard_format.h"

namespace ioproof {
namespace {

/// Field 1 and field 2 of a message, where the field is a message, a string or packed numbers.
constexpr uint8_t field1 = 0x0a;
constexpr uint8_t field2 = 0x12;
/// Of Feature: a list of bytes, and a list of integers.
constexpr uint8_t bytesList = 0x0a;
constexpr uint8_t int64List = 0x1a;

uint64_t varintBytes(uint64_t value) {
    uint64_t bytes = 1;
    for (; value >= 0x80; value >>= 7) ++bytes;
    return bytes;
}

/// Bytes of a field with a length in front of it.
uint64_t fieldBytes(uint64_t content) { return 1 + varintBytes(content) + content; }

/// Lengths of the messages inside each other, around a value.
struct Nesting {
    uint64_t list;
    uint64_t feature;
    uint64_t entry;
};

Nesting nestingOf(std::string_view name, uint64_t valueBytes) {
    const uint64_t list = fieldBytes(valueBytes);
    const uint64_t feature = fieldBytes(list);
    return {.list = list, .feature = feature, .entry = fieldBytes(name.size()) + fieldBytes(feature)};
}

constexpr std::string_view imageName = "image";
constexpr std::string_view sizeName = "size";

uint64_t featuresBytes(uint64_t imageBytes, uint64_t sizeFeature) {
    return fieldBytes(nestingOf(imageName, imageBytes).entry) +
           fieldBytes(nestingOf(sizeName, varintBytes(sizeFeature)).entry);
}

void appendByte(std::vector<std::byte>& out, uint64_t value) { out.push_back(static_cast<std::byte>(value)); }

void appendVarint(std::vector<std::byte>& out, uint64_t value) {
    for (; value >= 0x80; value >>= 7) appendByte(out, (value & 0x7f) | 0x80);
    appendByte(out, value);
}

void appendField(std::vector<std::byte>& out, uint8_t field, uint64_t contentBytes) {
    appendByte(out, field);
    appendVarint(out, contentBytes);
}

/// An entry of the map of features, up to its value.
void appendEntry(std::vector<std::byte>& out, std::string_view name, uint8_t list, uint64_t valueBytes) {
    const Nesting nesting = nestingOf(name, valueBytes);
    appendField(out, field1, nesting.entry);
    appendField(out, field1, name.size());
    for (const char letter : name) appendByte(out, static_cast<uint8_t>(letter));
    appendField(out, field2, nesting.feature);
    appendField(out, list, nesting.list);
    appendField(out, field1, valueBytes);
}

}  // namespace

uint64_t exampleSizeFeature(double recordLength) {
    return recordLength >= 1 ? static_cast<uint64_t>(std::sqrt(recordLength)) : 0;
}

uint64_t exampleRecordBytes(uint64_t imageBytes, uint64_t sizeFeature) {
    return tfrecordHeader + fieldBytes(featuresBytes(imageBytes, sizeFeature)) + tfrecordFooter;
}

void appendExampleHead(std::vector<std::byte>& out, uint64_t imageBytes, uint64_t sizeFeature) {
    const uint64_t features = featuresBytes(imageBytes, sizeFeature);
    const size_t before = out.size();
    out.resize(before + tfrecordHeader);
    writeTfrecordHeader(std::span(out).subspan(before).first<tfrecordHeader>(), fieldBytes(features));
    appendField(out, field1, features);
    appendEntry(out, imageName, bytesList, imageBytes);
}

void appendExampleTail(std::vector<std::byte>& out, uint64_t sizeFeature) {
    appendEntry(out, sizeName, int64List, varintBytes(sizeFeature));
    appendVarint(out, sizeFeature);
}

}  // namespace ioproof
