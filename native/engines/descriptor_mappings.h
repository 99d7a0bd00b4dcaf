// Mappings of the files that chains open themselves, found by their descriptors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ioproof {

/// Whole files, for reading. A chain opens few files at a time, so that a plain list is the fastest index.
class DescriptorMappings {
public:
    DescriptorMappings() = default;
    DescriptorMappings(const DescriptorMappings&) = delete;
    DescriptorMappings& operator=(const DescriptorMappings&) = delete;
    ~DescriptorMappings();

    /// Maps the file as long as it is now, in place of any that had this descriptor before: 0 or -errno. An empty file
    /// is mapped with no bytes.
    int32_t map(int descriptor);
    /// The same where there is no mapping of this descriptor yet.
    int32_t mapIfNew(int descriptor);
    /// The bytes of a file that is mapped.
    std::span<const std::byte> bytesOf(int descriptor) const;
    /// Must come before the descriptor is closed: the next file can have its number. None is no error.
    void unmap(int descriptor);
    /// Lets go of the pages of all of them; they come back when they are read.
    void releasePages();

private:
    struct Mapping {
        int descriptor;
        std::span<std::byte> bytes;
    };
    std::vector<Mapping>::const_iterator find(int descriptor) const;

    std::vector<Mapping> mappings_;
};

}  // namespace ioproof
