// Where everything is in a Parquet file of a training data set: row groups, their column chunks, pages and the footer.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/sample_file_spec.h"
#include "core/sample_formats.h"

namespace ioproof {

struct ParquetColumn {
    std::string name;
    ColumnType type;
    /// Bytes of a row.
    uint32_t bytes;
    bool read;
    /// Rows of its pages; the last page of a chunk may have fewer.
    uint64_t pageRows;
};

/// Bytes of one value of a column.
uint32_t bytesOf(ColumnType type);

/// Bytes of a row: of the columns, one beside the other.
uint64_t rowBytes(const std::vector<ColumnGroup>& columns);

/// Row groups of equal numbers of rows, but for the last one, each of one chunk a column, each of plain pages. All
/// columns are required and not nested, so that a page holds nothing but values; nothing is compressed.
class ParquetLayout {
public:
    /// `sampleBytes`: of the only column, where `spec` names none. Throws JobError BAD_SPEC for rows or chunks that the
    /// format cannot hold.
    ParquetLayout(const SampleFileSpec& spec, uint64_t sampleBytes);

    uint64_t rows() const { return rows_; }
    uint64_t groupOf(uint64_t row) const { return row / groupRows_; }
    const std::vector<ParquetColumn>& columns() const { return columns_; }
    uint64_t groups() const { return (rows_ + groupRows_ - 1) / groupRows_; }
    uint64_t rowsOf(uint64_t group) const { return group + 1 < groups() ? groupRows_ : lastRows_; }
    ByteRange group(uint64_t group) const;
    ByteRange chunk(uint64_t group, size_t column) const;
    /// The parts of a row group that are read: neighbouring columns are one part.
    std::vector<ByteRange> readParts(uint64_t group) const;

    /// Where the footer begins.
    uint64_t dataEnd() const;

private:
    const std::vector<uint64_t>& endsOf(uint64_t group) const { return group + 1 < groups() ? ends_ : lastEnds_; }

    uint64_t rows_;
    uint64_t groupRows_;
    uint64_t lastRows_;
    std::vector<ParquetColumn> columns_;
    /// Where the chunks end in a row group, and in the last one.
    std::vector<uint64_t> ends_;
    std::vector<uint64_t> lastEnds_;
};

}  // namespace ioproof
