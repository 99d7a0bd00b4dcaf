// The checksum of HDF5's metadata.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ioproof {

/// hashlittle of lookup3 (Jenkins 2006, public domain), as the HDF5 file format specification 3.0 names it.
uint32_t lookup3(const std::byte* data, size_t length, uint32_t start = 0);

}  // namespace ioproof
