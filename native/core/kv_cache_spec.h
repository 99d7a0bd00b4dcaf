// What a job of kind kv-cache does: the cache of attention keys and values of a language model, kept on storage.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace ioproof {

/// In the order in which requests are served.
enum class KvPriority : uint8_t { Interactive, Responsive, Batch };

inline constexpr uint32_t kvPriorityCount = 3;

/// One user of the model: upper limits of what each request asks for.
struct KvUserSpec {
    uint32_t contextTokens = 1;
    uint32_t generateTokens = 1;
    uint64_t thinkNs = 0;
    KvPriority priority = KvPriority::Batch;
};

/// Mirror of NativeKvCache in src/native/contract/kv-cache.ts, which tells the meaning of each field.
struct KvCacheSpec {
    std::vector<KvUserSpec> users;
    uint64_t bytesPerToken = 0;
    uint32_t blockTokens = 0;
    double scale = 1;
    uint64_t capacityBytes = 0;
    uint64_t memoryBytes = 0;
    uint32_t allocations = 0;
    uint32_t continuePercent = 80;
    uint32_t mostTurns = 50;
    uint32_t prefillTokens = 10'000;
    uint32_t decodeBatch = 32;
    uint32_t prefixPercent = 20;
    std::vector<uint32_t> prefixTokens;
    uint64_t tokenNs = 0;
    uint64_t requests = 0;
    bool fsync = true;
    bool dropBeforeRead = true;
    bool verify = false;

    /// Tokens whose keys and values are kept for so many of a request.
    uint64_t storedTokens(uint64_t tokens) const {
        const auto scaled = static_cast<uint64_t>(static_cast<double>(tokens) * scale + 0.5);
        const uint64_t kept = scaled > 0 ? scaled : 1;
        return blockTokens == 0 ? kept : kept / blockTokens * blockTokens;
    }
    /// Bytes that the largest turn of any user keeps.
    uint64_t largestTurnBytes() const {
        uint64_t most = 0;
        for (const KvUserSpec& user : users) most = std::max(most, storedTokens(user.contextTokens) * bytesPerToken);
        return most;
    }
    /// Bytes of an object where all are alike, and of which any is a multiple.
    uint64_t unitBytes() const { return bytesPerToken * (blockTokens == 0 ? 1 : blockTokens); }
};

}  // namespace ioproof
