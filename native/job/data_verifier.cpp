// From operations to stamped and checked blocks.
#include "job/data_verifier.h"

#include <cstring>

#include "core/sector_stamp.h"

namespace ioproof {
namespace {

/// Examples kept by each worker: enough to see a pattern, few enough to be read.
constexpr size_t mostMismatches = 8;

}  // namespace

DataVerifier::DataVerifier(const JobSpec& spec, const FileNamespace& names, uint32_t worker)
    : dataset_(spec.stampDataset),
      seed_(spec.seed),
      firstGeneration_(spec.stampGeneration),
      oldest_(spec.stampOldest),
      writes_(spec.writes()),
      names_(names),
      worker_(worker) {}

void DataVerifier::stamp(const Operation& write, uint64_t pass) {
    newest_ = firstGeneration_ + pass;
    stampBlock(write.data, write.length,
               {.dataset = dataset_,
                .file = static_cast<uint64_t>(write.file),
                .offset = write.offset,
                .seed = seed_,
                .generation = newest_});
}

void DataVerifier::spoil(const Operation& read) {
    constexpr uint64_t nothing = 0;
    for (size_t at = 0; at < read.length; at += stampedSectorBytes)
        std::memcpy(read.data + at, &nothing, sizeof(nothing));
}

void DataVerifier::checkRead(const Operation& read, uint64_t pass) {
    check(read, oldest_, firstGeneration_ + (writes_ ? pass : 0));
}

void DataVerifier::checkOwn(const Operation& read, uint64_t pass, uint64_t latest) {
    check(read, firstGeneration_ + pass, firstGeneration_ + latest);
}

void DataVerifier::check(const Operation& read, uint64_t oldest, uint64_t newest) {
    const auto whole = static_cast<size_t>(read.result) / stampedSectorBytes * stampedSectorBytes;
    if (whole == 0) return;
    const BlockIdentity expected{.dataset = dataset_,
                                 .file = static_cast<uint64_t>(read.file),
                                 .offset = read.offset,
                                 .seed = seed_,
                                 .generation = newest};
    const BlockFindings found = checkBlock(read.data, whole, expected, oldest);
    for (size_t verdict = 0; verdict < sectorVerdictCount; ++verdict)
        findings_.sectors[verdict] += found.sectors[verdict];
    findings_.bytes += whole;
    if (!found.first || findings_.mismatches.size() >= mostMismatches) return;
    findings_.mismatches.push_back(
        {.path = names_.path(static_cast<uint64_t>(read.file)), .worker = worker_, .sector = *found.first});
}

}  // namespace ioproof
