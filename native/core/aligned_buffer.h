// Page-aligned memory for transfers, on huge pages and a NUMA node where asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace ioproof {

/// Owns an anonymous mapping. Pages are real only once touched: fill the buffer before it is timed.
class AlignedBuffer {
public:
    AlignedBuffer() = default;
    /// `numaNode` -1: where the touching thread runs. Throws JobError NO_MEMORY; a refused huge page or node is no
    /// error but is told by `refusal()`.
    AlignedBuffer(size_t bytes, bool hugePages, int numaNode);
    AlignedBuffer(AlignedBuffer&& other) noexcept;
    AlignedBuffer& operator=(AlignedBuffer&& other) noexcept;
    ~AlignedBuffer();

    std::byte* data() const { return data_; }
    size_t size() const { return size_; }
    /// Why huge pages or the node were not had; empty when all was granted.
    const std::string& refusal() const { return refusal_; }

private:
    std::byte* data_ = nullptr;
    size_t size_ = 0;
    size_t mapped_ = 0;
    std::string refusal_;
};

}  // namespace ioproof
