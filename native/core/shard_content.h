// What a shard is written with: one sample after the other in its format, in as many pieces as one likes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/data_stream.h"
#include "core/sample_content.h"
#include "core/shard_format.h"

namespace ioproof {

struct ShardSeeds {
    /// Of the labels, which are the same in every run.
    uint64_t labels;
    /// Of the data: another one for each worker and job, so that none writes what another has written.
    uint64_t data;
};

/// Content of the shards of one worker.
class ShardContent final : public SampleContent {
public:
    ShardContent(std::shared_ptr<const Shards> shards, ShardSeeds seeds);

    void fill(uint64_t shard, uint64_t offset, std::byte* data, size_t length) override;

private:
    /// A sample is its data with something before and after it; after the last sample come zeros.
    enum class Part : uint8_t { Before, Data, After, End };

    void beginShard(uint64_t shard);
    void beginNextPart();
    void beginSample();
    void writeBefore();
    void writeAfter();
    void fillPart(std::byte* data, size_t length);

    const std::shared_ptr<const Shards> shards_;
    const uint64_t labelSeed_;
    DataStream stream_;

    Part part_ = Part::End;
    /// Bytes of the part, and how many of them have been given.
    uint64_t partBytes_ = UINT64_MAX;
    uint64_t given_ = 0;
    uint64_t sample_ = 0;
    uint64_t lastSample_ = 0;
    uint64_t sampleBytes_ = 0;
    uint32_t crc_ = 0;
    /// The part, where it is before or after the data. Of tar, the end of a block, a header and a label.
    std::array<std::byte, 3 * tarBlock> frame_{};
};

}  // namespace ioproof
