// Adding up totals.
#include "core/job_result.h"

#include <algorithm>

namespace ioproof {

void OperationTotals::merge(const OperationTotals& other) {
    count += other.count;
    bytes += other.bytes;
    errors += other.errors;
    shortCount += other.shortCount;
    entries += other.entries;
    missing += other.missing;
    latency.merge(other.latency);
    if (other.intended) {
        if (!intended) intended = std::make_unique<Histogram>();
        intended->merge(*other.intended);
    }
}

void OperationTotals::clear() {
    count = bytes = errors = shortCount = entries = missing = 0;
    latency.clear();
    if (intended) intended->clear();
}

void Verification::merge(const Verification& other) {
    for (size_t verdict = 0; verdict < sectorVerdictCount; ++verdict) sectors[verdict] += other.sectors[verdict];
    bytes += other.bytes;
    elapsedNs = std::max(elapsedNs, other.elapsedNs);
    mismatches.insert(mismatches.end(), other.mismatches.begin(), other.mismatches.end());
}

}  // namespace ioproof
