// The seed of the job, mixed with the instant and the process.
#include "job/worker_content.h"

#include <unistd.h>

#include <ctime>

#include "core/random.h"
#include "core/shard_content.h"

namespace ioproof {

uint64_t contentSeed(uint64_t seed, uint32_t worker) {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    const auto instant = static_cast<uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<uint64_t>(now.tv_nsec);
    return mix64(seed) ^ mix64(~uint64_t{worker}) ^ mix64(instant ^ (static_cast<uint64_t>(getpid()) << 40));
}

ContentOptions contentOf(const JobSpec& spec, uint32_t worker) {
    return {.seed = contentSeed(spec.seed, worker),
            .compressPercent = spec.compressPercent,
            .dedupePercent = spec.dedupePercent,
            .pattern = spec.pattern};
}

std::unique_ptr<SampleContent> sampleContentOf(const JobSpec& spec, uint32_t worker) {
    if (!spec.writes()) return nullptr;
    const uint64_t seed = contentSeed(spec.seed, worker);
    if (spec.samples) return makeSampleContent(spec.samples, seed);
    if (!spec.shards) return nullptr;
    return std::make_unique<ShardContent>(spec.shards, ShardSeeds{.labels = spec.seed, .data = seed});
}

}  // namespace ioproof
