// Counting at the offsets of the structure.
#include "test/standin/cufile/statistics.h"

#include <cstring>

namespace ioproof::standin {
namespace {

constexpr size_t gpuCount = 1024;
constexpr size_t firstGpu = 1032;
constexpr size_t bytesOfGpu = 248;

}  // namespace

void Statistics::reset() {
    for (auto& word : words_) word = 0;
}

void Statistics::start(uint32_t gpus) {
    words_[gpuCount / 8] = gpus;
    for (size_t gpu = 0; gpu < gpus; ++gpu) {
        // The UUID that the stand-in of CUDA tells, its first eight bytes and the others.
        uint64_t half = 0;
        for (size_t index = 8; index-- > 0;) half = half << 8 | (16 * gpu + index);
        words_[(firstGpu + gpu * bytesOfGpu) / 8] = half;
        words_[(firstGpu + gpu * bytesOfGpu) / 8 + 1] = half + 0x0808080808080808;
    }
    started_ = true;
}

void Statistics::add(Counter counter, uint64_t value) {
    if (started_ && level_ >= 1) words_[static_cast<size_t>(counter) / 8] += value;
}

void Statistics::addError(Counter counter) {
    if (started_ && level_ >= 1) ++words_[static_cast<size_t>(counter) / 8 + 1];
}

void Statistics::add(int gpu, GpuCounter counter, uint64_t value) {
    if (!started_ || level_ < 3) return;
    words_[(firstGpu + static_cast<size_t>(gpu) * bytesOfGpu + static_cast<size_t>(counter)) / 8] += value;
}

void Statistics::copyTo(void* place, size_t bytes) const {
    for (size_t index = 0; index < bytes / 8; ++index) {
        const uint64_t word = words_[index];
        std::memcpy(static_cast<std::byte*>(place) + 8 * index, &word, sizeof(word));
    }
}

}  // namespace ioproof::standin
