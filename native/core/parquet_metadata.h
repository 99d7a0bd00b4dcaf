// What Parquet files tell of themselves, piece by piece: a footer may be larger than one likes to hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/parquet_layout.h"
#include "core/sample_content.h"

namespace ioproof {

inline constexpr std::string_view parquetMagic = "PAR1";

/// Appends the header of a page.
void appendPageHeader(std::vector<std::byte>& out, const ParquetColumn& column, uint64_t rows);
uint64_t pageHeaderBytes(const ParquetColumn& column, uint64_t rows);

/// The footer is its head, for each row group its begin, its chunks and its end, and the tail.
void appendFooterHead(std::vector<std::byte>& out, const ParquetLayout& layout);
void appendGroupBegin(std::vector<std::byte>& out, const ParquetLayout& layout);
void appendChunk(std::vector<std::byte>& out, const ParquetLayout& layout, uint64_t group, size_t column);
void appendGroupEnd(std::vector<std::byte>& out, const ParquetLayout& layout, uint64_t group);
/// The end of the metadata, its length and the magic; `before`: bytes of the footer so far.
void appendFooterTail(std::vector<std::byte>& out, uint64_t before);

/// Bytes of all of it. Throws JobError BAD_SPEC for more than the format can tell.
uint64_t footerBytesOf(const ParquetLayout& layout);

std::shared_ptr<const SampleFormat> makeParquetFormat(const SampleFileSpec& spec);
std::unique_ptr<SampleContent> makeParquetContent(std::shared_ptr<const SampleFiles> files, uint64_t seed);

}  // namespace ioproof
