// Adding up totals.
#include "core/job_result.h"

namespace ioproof {

void OperationTotals::merge(const OperationTotals& other) {
    count += other.count;
    bytes += other.bytes;
    errors += other.errors;
    shortCount += other.shortCount;
    latency.merge(other.latency);
}

void OperationTotals::clear() {
    count = bytes = errors = shortCount = 0;
    latency.clear();
}

}  // namespace ioproof
