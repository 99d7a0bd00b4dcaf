// XOR of a base that stays in the processor's cache.
#include "core/kv_content.h"

#include <algorithm>
#include <cstring>

#include "core/data_pattern.h"
#include "core/random.h"

namespace ioproof {

KvContent::KvContent(uint64_t seed) : seed_(seed), base_(sectors * sectorBytes), expected_(sectorBytes) {
    DataPattern(seed).fill(base_.data(), base_.size());
}

void KvContent::fillSector(uint64_t object, uint64_t sector, std::byte* data, size_t length) const {
    const uint64_t key = mix64(mix64(seed_ ^ object) + sector);
    const std::byte* from = base_.data() + key % sectors * sectorBytes;
    const size_t words = length / sizeof(uint64_t);
    for (size_t index = 0; index < words; ++index) {
        uint64_t word;
        std::memcpy(&word, from + index * sizeof(word), sizeof(word));
        word ^= key;
        std::memcpy(data + index * sizeof(word), &word, sizeof(word));
    }
    const size_t done = words * sizeof(uint64_t);
    if (done == length) return;
    uint64_t last;
    std::memcpy(&last, from + done, sizeof(last));
    last ^= key;
    std::memcpy(data + done, &last, length - done);
}

void KvContent::fill(uint64_t object, uint64_t offset, std::byte* data, size_t length) const {
    for (size_t done = 0; done < length; done += sectorBytes)
        fillSector(object, (offset + done) / sectorBytes, data + done, std::min(sectorBytes, length - done));
}

size_t KvContent::matching(uint64_t object, uint64_t offset, const std::byte* data, size_t length) {
    for (size_t done = 0; done < length; done += sectorBytes) {
        const size_t part = std::min(sectorBytes, length - done);
        fillSector(object, (offset + done) / sectorBytes, expected_.data(), part);
        if (std::memcmp(expected_.data(), data + done, part) == 0) continue;
        const auto* differs = std::mismatch(expected_.data(), expected_.data() + part, data + done).first;
        return done + static_cast<size_t>(differs - expected_.data());
    }
    return length;
}

}  // namespace ioproof
