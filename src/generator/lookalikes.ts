import { backFromPause } from './lookalikes/back-from-pause.ts';
import { bankSwitch } from './lookalikes/bank-switch.ts';
import { bigTicket } from './lookalikes/big-ticket.ts';
import { callCentre } from './lookalikes/call-centre.ts';
import { cashPool } from './lookalikes/cash-pool.ts';
import { deviceResale } from './lookalikes/device-resale.ts';
import { escrow } from './lookalikes/escrow.ts';
import { familyCard } from './lookalikes/family-card.ts';
import { familyDevice } from './lookalikes/family-device.ts';
import { familySignUp } from './lookalikes/family-sign-up.ts';
import { fatherSon } from './lookalikes/father-son.ts';
import { giftFanIn } from './lookalikes/gift-fan-in.ts';
import { gigPayouts } from './lookalikes/gig-payouts.ts';
import { giveAndTake } from './lookalikes/give-and-take.ts';
import { holidayBooking } from './lookalikes/holiday-booking.ts';
import { kiosk } from './lookalikes/kiosk.ts';
import { moveIn } from './lookalikes/move-in.ts';
import { netting } from './lookalikes/netting.ts';
import { newPhone } from './lookalikes/new-phone.ts';
import { ownAccounts } from './lookalikes/own-accounts.ts';
import { promotion } from './lookalikes/promotion.ts';
import { recycledPhone } from './lookalikes/recycled-phone.ts';
import { refund } from './lookalikes/refund.ts';
import { remittanceAgent } from './lookalikes/remittance-agent.ts';
import { rentDay } from './lookalikes/rent-day.ts';
import { rentPayroll } from './lookalikes/rent-payroll.ts';
import { salaryThenBills } from './lookalikes/salary-then-bills.ts';
import { savingsCircle } from './lookalikes/savings-circle.ts';
import { schoolFees } from './lookalikes/school-fees.ts';
import { settlingUp } from './lookalikes/settling-up.ts';
import { shelter } from './lookalikes/shelter.ts';
import { testLab } from './lookalikes/test-lab.ts';
import { topUpWithdraw } from './lookalikes/top-up-withdraw.ts';
import { twins } from './lookalikes/twins.ts';
import { workplaceDevice } from './lookalikes/workplace-device.ts';
import type { LookalikePattern } from './lookalike-pattern.ts';

/**
 * All kinds of innocents that are planted group by group, those that set somebody's registration first. The levels say
 * how many of each; a kind that a level does not name is not planted there.
 */
export const LOOKALIKES: readonly LookalikePattern[] = [
  familySignUp,
  promotion,
  moveIn,
  shelter,
  fatherSon,
  twins,
  recycledPhone,
  familyDevice,
  workplaceDevice,
  callCentre,
  testLab,
  kiosk,
  deviceResale,
  newPhone,
  familyCard,
  refund,
  giveAndTake,
  settlingUp,
  netting,
  ownAccounts,
  cashPool,
  rentPayroll,
  savingsCircle,
  giftFanIn,
  schoolFees,
  topUpWithdraw,
  salaryThenBills,
  gigPayouts,
  remittanceAgent,
  escrow,
  rentDay,
  bankSwitch,
  holidayBooking,
  bigTicket,
  backFromPause,
];

/** Kinds that are too ordinary to stand in the truth. */
export const UNRECORDED: ReadonlySet<string> = new Set(['give-and-take', 'new-phone', 'family-card']);
