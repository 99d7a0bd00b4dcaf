// mmap and munmap, with the length that the file has when it is mapped.
#include "engines/descriptor_mappings.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

namespace ioproof {

DescriptorMappings::~DescriptorMappings() {
    for (const Mapping& mapping : mappings_)
        if (!mapping.bytes.empty()) munmap(mapping.bytes.data(), mapping.bytes.size());
}

std::vector<DescriptorMappings::Mapping>::const_iterator DescriptorMappings::find(int descriptor) const {
    return std::find_if(mappings_.begin(), mappings_.end(),
                        [descriptor](const Mapping& mapping) { return mapping.descriptor == descriptor; });
}

int32_t DescriptorMappings::map(int descriptor) {
    unmap(descriptor);
    struct stat status{};
    if (fstat(descriptor, &status) != 0) return -errno;
    const auto length = static_cast<size_t>(status.st_size);
    void* mapping = nullptr;
    if (length > 0) mapping = mmap(nullptr, length, PROT_READ, MAP_SHARED, descriptor, 0);
    if (mapping == MAP_FAILED) return -errno;
    mappings_.push_back({.descriptor = descriptor, .bytes = {static_cast<std::byte*>(mapping), length}});
    return 0;
}

int32_t DescriptorMappings::mapIfNew(int descriptor) {
    return find(descriptor) != mappings_.end() ? 0 : map(descriptor);
}

std::span<const std::byte> DescriptorMappings::bytesOf(int descriptor) const { return find(descriptor)->bytes; }

void DescriptorMappings::unmap(int descriptor) {
    const auto mapping = find(descriptor);
    if (mapping == mappings_.end()) return;
    if (!mapping->bytes.empty()) munmap(mapping->bytes.data(), mapping->bytes.size());
    mappings_.erase(mapping);
}

void DescriptorMappings::releasePages() {
    for (const Mapping& mapping : mappings_)
        if (!mapping.bytes.empty()) madvise(mapping.bytes.data(), mapping.bytes.size(), MADV_DONTNEED);
}

}  // namespace ioproof
