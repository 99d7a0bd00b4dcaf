// Where the layout of a Parquet file says that things are.
#include "core/parquet_layout.h"

#include <gtest/gtest.h>

#include "core/io_error.h"
#include "core/parquet_metadata.h"

namespace ioproof {
namespace {

SampleFileSpec specOf(uint64_t rows, uint64_t groupRows, std::vector<ColumnGroup> columns = {}) {
    SampleFileSpec spec;
    spec.container = Container::Parquet;
    spec.samplesPerFile = rows;
    spec.rowGroupRows = groupRows;
    spec.columns = std::move(columns);
    return spec;
}

ColumnGroup bytesColumn(uint32_t width, uint32_t count, bool read) {
    return {.type = ColumnType::Uint8, .width = width, .count = count, .read = read};
}

uint64_t end(ByteRange range) { return range.offset + range.length; }

std::string codeOf(const SampleFileSpec& spec, uint64_t sampleBytes) {
    try {
        ParquetLayout layout(spec, sampleBytes);
    } catch (const JobError& error) {
        return error.code();
    }
    return "";
}

TEST(ParquetLayouts, RowGroupsAndChunksFollowEachOther) {
    const ParquetLayout layout(specOf(1000, 300, {bytesColumn(3, 2, true), bytesColumn(5, 1, true)}), 0);
    ASSERT_EQ(layout.groups(), 4u);
    uint64_t at = parquetMagic.size();
    uint64_t rows = 0;
    for (uint64_t group = 0; group < layout.groups(); ++group) {
        EXPECT_EQ(layout.group(group).offset, at);
        for (size_t column = 0; column < layout.columns().size(); ++column) {
            EXPECT_EQ(layout.chunk(group, column).offset, at);
            at = end(layout.chunk(group, column));
        }
        EXPECT_EQ(end(layout.group(group)), at);
        rows += layout.rowsOf(group);
    }
    EXPECT_EQ(rows, 1000u);
    EXPECT_EQ(layout.rowsOf(3), 100u);
    EXPECT_EQ(layout.dataEnd(), at);
}

TEST(ParquetLayouts, AChunkIsItsValuesAndAHeaderForEachPage) {
    const ParquetLayout layout(specOf(10, 10, {bytesColumn(400'000, 1, true)}), 0);
    const ParquetColumn& column = layout.columns()[0];
    // Two rows have less than 1 MiB, three have more.
    EXPECT_EQ(column.pageRows, 2u);
    EXPECT_EQ(layout.chunk(0, 0).length, 10 * 400'000 + 5 * pageHeaderBytes(column, 2));
    // A row that is larger than a page has one of its own.
    EXPECT_EQ(ParquetLayout(specOf(10, 10), 5 << 20).columns()[0].pageRows, 1u);
}

TEST(ParquetLayouts, NeighbouringColumnsAreReadAtOnce) {
    const ParquetLayout layout(specOf(100, 50,
                                      {bytesColumn(1, 2, false), bytesColumn(1, 2, true), bytesColumn(2, 1, true),
                                       bytesColumn(1, 3, false), bytesColumn(4, 1, true)}),
                               0);
    const std::vector<ByteRange> parts = layout.readParts(1);
    ASSERT_EQ(parts.size(), 2u);
    EXPECT_EQ(parts[0].offset, layout.chunk(1, 2).offset);
    EXPECT_EQ(end(parts[0]), end(layout.chunk(1, 4)));
    EXPECT_EQ(parts[1].offset, layout.chunk(1, 8).offset);
    EXPECT_EQ(parts[1].length, layout.chunk(1, 8).length);
}

TEST(ParquetLayouts, ARowGroupIsOnePartWhereAllIsRead) {
    const ParquetLayout layout(specOf(100, 30, {bytesColumn(1, 20, true)}), 0);
    const std::vector<ByteRange> parts = layout.readParts(3);
    ASSERT_EQ(parts.size(), 1u);
    EXPECT_EQ(parts[0].offset, layout.group(3).offset);
    EXPECT_EQ(parts[0].length, layout.group(3).length);
}

TEST(ParquetLayouts, AFileWithFewerRowsThanAGroupIsOne) {
    EXPECT_EQ(ParquetLayout(specOf(256, 1024), 100).groups(), 1u);
}

TEST(ParquetLayouts, ColumnsHaveTheBytesOfTheirTypes) {
    const ParquetLayout layout(specOf(1, 1,
                                      {{.type = ColumnType::Float64, .width = 1, .count = 1, .read = true},
                                       {.type = ColumnType::Float32, .width = 7, .count = 1, .read = true},
                                       {.type = ColumnType::Float16, .width = 1, .count = 1, .read = true},
                                       {.type = ColumnType::Int8, .width = 1, .count = 1, .read = true}}),
                               0);
    std::vector<uint32_t> bytes;
    for (const ParquetColumn& column : layout.columns()) bytes.push_back(column.bytes);
    EXPECT_EQ(bytes, (std::vector<uint32_t>{8, 28, 2, 1}));
    // The columns that MLPerf Storage 3.0 names for Flux: its record_length.
    std::vector<ColumnGroup> flux;
    for (const uint32_t width : {524328u, 409u, 8232u, 8232u, 7u})
        flux.push_back({.type = ColumnType::Float32, .width = width, .count = 1, .read = true});
    EXPECT_EQ(rowBytes(flux), 2164832u);
}

TEST(ParquetLayouts, WhatTheFormatCannotHoldIsRefused) {
    EXPECT_EQ(codeOf(specOf(1, 1, {bytesColumn(1, 3, false)}), 0), "BAD_SPEC");
    EXPECT_EQ(codeOf(specOf(1, 1), 0), "BAD_SPEC");
    EXPECT_EQ(codeOf(specOf(1, 0), 1), "BAD_SPEC");
    EXPECT_EQ(codeOf(specOf(1, 1), uint64_t{1} << 31), "BAD_SPEC");
    EXPECT_EQ(codeOf(specOf(1, 1), (uint64_t{1} << 31) - 1), "");
}

}  // namespace
}  // namespace ioproof
