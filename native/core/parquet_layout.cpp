// Sizes of chunks are summed once for a whole row group and once for the last one; all else follows from them.
#include "core/parquet_layout.h"

#include <algorithm>
#include <cstdio>

#include "core/io_error.h"
#include "core/parquet_metadata.h"

namespace ioproof {
namespace {

/// What other writers of Parquet aim at for a page; a row that is larger has a page of its own.
constexpr uint64_t pageBytes = 1 << 20;
/// Lengths of pages are signed numbers of 32 bits.
constexpr uint64_t largestLength = INT32_MAX;

std::string columnName(size_t number) {
    char name[32];
    std::snprintf(name, sizeof(name), "feature_%03zu", number);
    return name;
}

ParquetColumn columnOf(std::string name, const ColumnGroup& group, uint64_t bytes) {
    if (bytes == 0 || bytes > largestLength)
        throw JobError("BAD_SPEC", "a value of a Parquet column has 1 to 2147483647 bytes");
    return {.name = std::move(name),
            .type = group.type,
            .bytes = static_cast<uint32_t>(bytes),
            .read = group.read,
            .pageRows = std::max<uint64_t>(pageBytes / bytes, 1)};
}

std::vector<ParquetColumn> columnsOf(const SampleFileSpec& spec, uint64_t sampleBytes) {
    if (spec.columns.empty())
        return {columnOf("data", {.type = ColumnType::Uint8, .width = 1, .count = 1, .read = true}, sampleBytes)};
    std::vector<ParquetColumn> columns;
    for (const ColumnGroup& group : spec.columns)
        for (uint32_t column = 0; column < group.count; ++column)
            columns.push_back(columnOf(columnName(columns.size()), group, uint64_t{bytesOf(group.type)} * group.width));
    return columns;
}

uint64_t groupRowsOf(const SampleFileSpec& spec) {
    if (spec.rowGroupRows == 0 || spec.samplesPerFile == 0)
        throw JobError("BAD_SPEC", "Parquet: rowGroupRows and samplesPerFile must be at least 1");
    return std::min(spec.rowGroupRows, spec.samplesPerFile);
}

uint64_t chunkBytes(const ParquetColumn& column, uint64_t rows) {
    const uint64_t pages = rows / column.pageRows;
    const uint64_t rest = rows % column.pageRows;
    uint64_t bytes = rows * column.bytes;
    if (pages > 0) bytes += pages * pageHeaderBytes(column, column.pageRows);
    if (rest > 0) bytes += pageHeaderBytes(column, rest);
    return bytes;
}

std::vector<uint64_t> chunkEnds(const std::vector<ParquetColumn>& columns, uint64_t rows) {
    std::vector<uint64_t> ends;
    uint64_t end = 0;
    for (const ParquetColumn& column : columns) ends.push_back(end += chunkBytes(column, rows));
    return ends;
}

}  // namespace

uint32_t bytesOf(ColumnType type) {
    switch (type) {
        case ColumnType::Float64: return 8;
        case ColumnType::Float32: return 4;
        case ColumnType::Float16: return 2;
        case ColumnType::Int8:
        case ColumnType::Uint8: break;
    }
    return 1;
}

uint64_t rowBytes(const std::vector<ColumnGroup>& columns) {
    uint64_t bytes = 0;
    for (const ColumnGroup& group : columns) bytes += uint64_t{bytesOf(group.type)} * group.width * group.count;
    return bytes;
}

ParquetLayout::ParquetLayout(const SampleFileSpec& spec, uint64_t sampleBytes)
    : rows_(spec.samplesPerFile),
      groupRows_(groupRowsOf(spec)),
      lastRows_(rows_ - (groups() - 1) * groupRows_),
      columns_(columnsOf(spec, sampleBytes)),
      ends_(chunkEnds(columns_, groupRows_)),
      lastEnds_(chunkEnds(columns_, lastRows_)) {
    if (std::ranges::none_of(columns_, &ParquetColumn::read))
        throw JobError("BAD_SPEC", "no column of the Parquet files is read");
}

ByteRange ParquetLayout::group(uint64_t group) const {
    return {.offset = parquetMagic.size() + group * ends_.back(), .length = endsOf(group).back()};
}

ByteRange ParquetLayout::chunk(uint64_t group, size_t column) const {
    const std::vector<uint64_t>& ends = endsOf(group);
    const uint64_t begin = column == 0 ? 0 : ends[column - 1];
    return {.offset = this->group(group).offset + begin, .length = ends[column] - begin};
}

std::vector<ByteRange> ParquetLayout::readParts(uint64_t group) const {
    std::vector<ByteRange> parts;
    for (size_t column = 0; column < columns_.size(); ++column) {
        if (!columns_[column].read) continue;
        const ByteRange place = chunk(group, column);
        if (column > 0 && columns_[column - 1].read) parts.back().length += place.length;
        else parts.push_back(place);
    }
    return parts;
}

uint64_t ParquetLayout::dataEnd() const {
    const ByteRange last = group(groups() - 1);
    return last.offset + last.length;
}

}  // namespace ioproof
