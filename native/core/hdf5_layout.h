// HDF5 files with two contiguous data sets, `records` and `labels`: their sizes, and the bytes that describe them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/sample_content.h"
#include "core/sample_formats.h"

namespace ioproof {

/// Where `records` begins: there the library puts it too.
inline constexpr uint64_t hdf5RecordsOffset = 2048;

/// Of the labels, a 64-bit integer for each sample.
uint64_t hdf5LabelBytes(const SampleShape& shape);

uint64_t hdf5Bytes(const SampleShape& shape);

/// Appends all that comes before `records`, as the HDF5 file format specification 3.0 has it: superblock of version 2,
/// object headers of version 2, contiguous layout. Read by HDF5 1.8 and later. `records` is samples × height × width
/// bytes, `labels` follows it.
void appendHdf5Head(std::vector<std::byte>& out, const SampleShape& shape);

std::shared_ptr<const SampleFormat> makeHdf5Format();
std::unique_ptr<SampleContent> makeHdf5Content(std::shared_ptr<const SampleFiles> files, uint64_t seed);

}  // namespace ioproof
