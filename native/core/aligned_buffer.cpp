// Maps, binds and unmaps transfer memory.
#include "core/aligned_buffer.h"

#include <linux/mempolicy.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "core/io_error.h"

namespace ioproof {
namespace {

constexpr size_t hugePageBytes = size_t{2} << 20;
constexpr size_t pageBytes = 4096;

size_t roundUp(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }

void* map(size_t bytes, int extraFlags) {
    return mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | extraFlags, -1, 0);
}

std::string bindToNode(void* data, size_t bytes, int node) {
    if (node >= 64) return "NUMA node " + std::to_string(node) + " is beyond the supported 63";
    const unsigned long mask = 1UL << node;
    if (syscall(SYS_mbind, data, bytes, MPOL_BIND, &mask, sizeof(mask) * 8 + 1, 0) == 0) return {};
    return "mbind to NUMA node " + std::to_string(node) + ": " + errnoName(errno);
}

}  // namespace

AlignedBuffer::AlignedBuffer(size_t bytes, bool hugePages, int numaNode) : size_(bytes) {
    void* data = MAP_FAILED;
    if (hugePages) {
        mapped_ = roundUp(bytes, hugePageBytes);
        data = map(mapped_, MAP_HUGETLB);
        if (data == MAP_FAILED) refusal_ = "MAP_HUGETLB: " + errnoName(errno) + "; see /proc/sys/vm/nr_hugepages";
    }
    if (data == MAP_FAILED) {
        mapped_ = roundUp(bytes, pageBytes);
        data = map(mapped_, 0);
        if (data == MAP_FAILED)
            throw JobError("NO_MEMORY",
                           "mmap of " + std::to_string(mapped_) + " bytes of buffers: " + errnoName(errno));
        if (hugePages) madvise(data, mapped_, MADV_HUGEPAGE);
    }
    data_ = static_cast<std::byte*>(data);
    if (numaNode < 0) return;
    const std::string why = bindToNode(data, mapped_, numaNode);
    if (!why.empty()) refusal_ += (refusal_.empty() ? "" : "; ") + why;
}

AlignedBuffer::AlignedBuffer(AlignedBuffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      mapped_(std::exchange(other.mapped_, 0)),
      refusal_(std::move(other.refusal_)) {}

AlignedBuffer& AlignedBuffer::operator=(AlignedBuffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(mapped_, other.mapped_);
    std::swap(refusal_, other.refusal_);
    return *this;
}

AlignedBuffer::~AlignedBuffer() {
    if (data_ != nullptr) munmap(data_, mapped_);
}

}  // namespace ioproof
