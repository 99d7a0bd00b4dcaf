// Fields by their numbers in parquet.thrift of the Parquet format 2.10.
#include "core/parquet_metadata.h"

#include "core/io_error.h"
#include "core/thrift_writer.h"

namespace ioproof {
namespace {

using Bytes = std::vector<std::byte>;

// Type, Encoding, CompressionCodec, FieldRepetitionType and PageType of parquet.thrift.
constexpr int float32Type = 4;
constexpr int float64Type = 5;
constexpr int fixedBytesType = 7;
constexpr int plain = 0;
constexpr int runLength = 3;
constexpr int uncompressed = 0;
constexpr int required = 0;
constexpr int dataPage = 0;
constexpr int formatVersion = 2;
/// Of the union LogicalType.
constexpr int float16Annotation = 15;

constexpr size_t lengthBytes = 4;
constexpr uint64_t largestFooter = INT32_MAX;

/// Parquet has no integers of one byte, and no lists of a fixed length: those are bytes without a meaning.
int physicalType(const ParquetColumn& column) {
    if (column.bytes != bytesOf(column.type)) return fixedBytesType;
    if (column.type == ColumnType::Float64) return float64Type;
    return column.type == ColumnType::Float32 ? float32Type : fixedBytesType;
}

void writeSchemaRoot(ThriftWriter& writer, size_t columns) {
    writer.beginElement();
    writer.text(4, "schema");
    writer.number32(5, static_cast<int64_t>(columns));
    writer.endStruct();
}

void writeSchemaColumn(ThriftWriter& writer, const ParquetColumn& column) {
    const int type = physicalType(column);
    writer.beginElement();
    writer.number32(1, type);
    if (type == fixedBytesType) writer.number32(2, column.bytes);
    writer.number32(3, required);
    writer.text(4, column.name);
    if (column.type == ColumnType::Float16 && column.bytes == bytesOf(column.type)) {
        writer.beginStruct(10);
        writer.beginStruct(float16Annotation);
        writer.endStruct();
        writer.endStruct();
    }
    writer.endStruct();
}

int64_t asSigned(uint64_t value) { return static_cast<int64_t>(value); }

void writeChunkMetadata(ThriftWriter& writer, const ParquetColumn& column, uint64_t rows, ByteRange place) {
    writer.beginStruct(3);
    writer.number32(1, physicalType(column));
    writer.listOfNumbers(2, 1);
    writer.bareNumber(plain);
    writer.listOfTexts(3, 1);
    writer.bare(column.name);
    writer.number32(4, uncompressed);
    writer.number64(5, asSigned(rows));
    writer.number64(6, asSigned(place.length));
    writer.number64(7, asSigned(place.length));
    writer.number64(9, asSigned(place.offset));
    writer.endStruct();
}

/// A struct that goes on where another call has left it: the field before is given.
ThriftWriter goingOn(Bytes& out, int field) {
    ThriftWriter writer(out);
    writer.skipTo(field);
    return writer;
}

}  // namespace

void appendPageHeader(Bytes& out, const ParquetColumn& column, uint64_t rows) {
    ThriftWriter writer(out);
    const int64_t bytes = asSigned(rows * column.bytes);
    writer.number32(1, dataPage);
    writer.number32(2, bytes);
    writer.number32(3, bytes);
    writer.beginStruct(5);
    writer.number32(1, asSigned(rows));
    writer.number32(2, plain);
    writer.number32(3, runLength);
    writer.number32(4, runLength);
    writer.endStruct();
    writer.endOutermost();
}

uint64_t pageHeaderBytes(const ParquetColumn& column, uint64_t rows) {
    Bytes bytes;
    appendPageHeader(bytes, column, rows);
    return bytes.size();
}

void appendFooterHead(Bytes& out, const ParquetLayout& layout) {
    ThriftWriter writer(out);
    writer.number32(1, formatVersion);
    writer.listOfStructs(2, layout.columns().size() + 1);
    writeSchemaRoot(writer, layout.columns().size());
    for (const ParquetColumn& column : layout.columns()) writeSchemaColumn(writer, column);
    writer.number64(3, asSigned(layout.rows()));
    writer.listOfStructs(4, layout.groups());
}

void appendGroupBegin(Bytes& out, const ParquetLayout& layout) {
    ThriftWriter(out).listOfStructs(1, layout.columns().size());
}

void appendChunk(Bytes& out, const ParquetLayout& layout, uint64_t group, size_t column) {
    ThriftWriter writer(out);
    const ByteRange place = layout.chunk(group, column);
    writer.number64(2, asSigned(place.offset));
    writeChunkMetadata(writer, layout.columns()[column], layout.rowsOf(group), place);
    writer.endOutermost();
}

void appendGroupEnd(Bytes& out, const ParquetLayout& layout, uint64_t group) {
    ThriftWriter writer = goingOn(out, 1);
    writer.number64(2, asSigned(layout.group(group).length));
    writer.number64(3, asSigned(layout.rowsOf(group)));
    writer.endOutermost();
}

void appendFooterTail(Bytes& out, uint64_t before) {
    const size_t from = out.size();
    ThriftWriter writer = goingOn(out, 4);
    writer.text(6, "ioproof");
    writer.endOutermost();
    const uint64_t length = before + out.size() - from;
    for (size_t at = 0; at < lengthBytes; ++at) out.push_back(static_cast<std::byte>(length >> (8 * at) & 0xff));
    for (const char letter : parquetMagic) out.push_back(static_cast<std::byte>(letter));
}

uint64_t footerBytesOf(const ParquetLayout& layout) {
    Bytes bytes;
    uint64_t total = 0;
    const auto count = [&] {
        total += bytes.size();
        bytes.clear();
        if (total > largestFooter)
            throw JobError("BAD_SPEC",
                           "Parquet: rowGroupRows is too small for samplesPerFile, a footer cannot have "
                           "more than 2147483647 bytes");
    };
    appendFooterHead(bytes, layout);
    for (uint64_t group = 0; group < layout.groups(); ++group) {
        appendGroupBegin(bytes, layout);
        for (size_t column = 0; column < layout.columns().size(); ++column) appendChunk(bytes, layout, group, column);
        appendGroupEnd(bytes, layout, group);
        count();
    }
    appendFooterTail(bytes, total);
    count();
    return total;
}

}  // namespace ioproof
