// Part after part: a frame that is written out, data that is made as it is asked for.
#include "core/shard_content.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <span>
#include <utility>

#include "core/crc32c.h"
#include "core/random.h"

namespace ioproof {
namespace {

/// As many as ImageNet-1k has.
constexpr uint64_t labels = 1000;

struct MemberName {
    char text[32];
};

/// WebDataset takes members with one name before the dot for the parts of one sample.
MemberName memberName(uint64_t sample, const char* extension) {
    MemberName name;
    std::snprintf(name.text, sizeof(name.text), "%09llu.%s", static_cast<unsigned long long>(sample), extension);
    return name;
}

}  // namespace

ShardContent::ShardContent(std::shared_ptr<const Shards> shards, ShardSeeds seeds)
    : shards_(std::move(shards)), labelSeed_(mix64(seeds.labels)), stream_(seeds.data) {}

void ShardContent::fill(uint64_t shard, uint64_t offset, std::byte* data, size_t length) {
    if (offset == 0) beginShard(shard);
    while (length > 0) {
        if (given_ == partBytes_) beginNextPart();
        const auto piece = static_cast<size_t>(std::min<uint64_t>(length, partBytes_ - given_));
        fillPart(data, piece);
        given_ += piece;
        data += piece;
        length -= piece;
    }
}

void ShardContent::beginShard(uint64_t shard) {
    sample_ = shards_->firstOf(shard);
    lastSample_ = sample_ + shards_->samplesOf(shard) - 1;
    beginSample();
}

void ShardContent::beginSample() {
    sampleBytes_ = shards_->sampleBytes(sample_);
    crc_ = 0;
    given_ = 0;
    part_ = Part::Before;
    writeBefore();
}

void ShardContent::beginNextPart() {
    given_ = 0;
    switch (part_) {
        case Part::Before:
            part_ = Part::Data;
            partBytes_ = sampleBytes_;
            return;
        case Part::Data: part_ = Part::After; return writeAfter();
        default: break;
    }
    if (part_ == Part::After && sample_ != lastSample_) {
        ++sample_;
        return beginSample();
    }
    part_ = Part::End;
    partBytes_ = UINT64_MAX;
}

void ShardContent::writeBefore() {
    if (shards_->packing() == Packing::Tfrecord) {
        writeTfrecordHeader(std::span(frame_).first<tfrecordHeader>(), sampleBytes_);
        partBytes_ = tfrecordHeader;
    } else {
        writeTarHeader(std::span(frame_).first<tarBlock>(), memberName(sample_, "jpg").text, sampleBytes_);
        partBytes_ = tarBlock;
    }
}

/// Of tar, the rest of the last block of the data, and the member with the label.
void ShardContent::writeAfter() {
    if (shards_->packing() == Packing::Tfrecord) {
        writeTfrecordFooter(std::span(frame_).first<tfrecordFooter>(), crc_);
        partBytes_ = tfrecordFooter;
        return;
    }
    const size_t rest = (tarBlock - sampleBytes_ % tarBlock) % tarBlock;
    frame_.fill(std::byte{0});
    auto* label = reinterpret_cast<char*>(frame_.data() + rest + tarBlock);
    const auto number = static_cast<unsigned long long>(mix64(labelSeed_ + sample_) % labels);
    const int digits = std::snprintf(label, tarBlock, "%llu", number);
    writeTarHeader(std::span(frame_).subspan(rest).first<tarBlock>(), memberName(sample_, "cls").text,
                   static_cast<uint64_t>(digits));
    partBytes_ = rest + 2 * tarBlock;
}

void ShardContent::fillPart(std::byte* data, size_t length) {
    switch (part_) {
        case Part::Data:
            stream_.fill(data, length);
            if (shards_->packing() == Packing::Tfrecord) crc_ = crc32c(data, length, crc_);
            break;
        case Part::End: std::memset(data, 0, length); break;
        default: std::memcpy(data, frame_.data() + given_, length);
    }
}

}  // namespace ioproof
