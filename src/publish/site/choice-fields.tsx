import type { Child } from 'hono/jsx';
import { FREQUENCIES, type Frequency, WEEKDAYS, type Weekday } from '../../core/newsletter.ts';

/** What stands in a form: as it was typed, or as it is stored. */
export type ChoiceValues = {
  frequency: string;
  weekday: string;
  hour: string;
  timezone: string;
  topics: readonly string[];
};

/** What is wrong with fields, in sentences, by their names. */
export type FieldFaults = Readonly<Record<string, string | undefined>>;

export type TopicOption = { slug: string; label: string; parent: string | null };

/** How often, when and about what: the fields that the sign-up form and the preferences have in common. */
export function ChoiceFields({
  values,
  faults,
  topics,
}: {
  values: ChoiceValues;
  faults: FieldFaults;
  topics: readonly TopicOption[];
}) {
  return (
    <>
      <FrequencyChoice value={values.frequency} faults={faults} />
      <div class="row">
        <Field field="weekday" label="Day, if weekly" faults={faults}>
          <select {...attributesOf('weekday', faults)}>
            {WEEKDAYS.map((day) => (
              <option value={day} selected={day === values.weekday}>
                {WEEKDAY_NAMES[day]}
              </option>
            ))}
          </select>
        </Field>
        <Field field="hour" label="Hour, if daily or weekly" faults={faults}>
          <select {...attributesOf('hour', faults)}>
            {HOURS.map((hour) => (
              <option value={String(hour)} selected={String(hour) === values.hour}>
                {`${String(hour).padStart(2, '0')}:00`}
              </option>
            ))}
          </select>
        </Field>
        <Field field="timezone" label="Time zone" faults={faults}>
          <select {...attributesOf('timezone', faults)}>
            {timezonesWith(values.timezone).map((zone) => (
              <option value={zone} selected={zone === values.timezone}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <fieldset aria-describedby={faultId('topics', faults)}>
        <legend>Which topics?</legend>
        <FaultLine field="topics" faults={faults} />
        <details class="fold" open={values.topics.length > 0 || faults.topics !== undefined}>
          <summary>All, or only those that I choose</summary>
          <div class="choices columns">
            {below(null, topics).map((topic) => (
              <TopicGroup topic={topic} topics={topics} chosen={values.topics} />
            ))}
          </div>
        </details>
      </fieldset>
    </>
  );
}

export const FrequencyChoice = ({ value, faults = {} }: { value: string; faults?: FieldFaults }) => (
  <fieldset aria-describedby={faultId('frequency', faults)}>
    <legend>How often would you like updates?</legend>
    <div class="choices">
      {FREQUENCIES.map((frequency) => (
        <label class="choice">
          <input type="radio" name="frequency" value={frequency} checked={value === frequency} />
          <span>{FREQUENCY_NAMES[frequency]}</span>
        </label>
      ))}
    </div>
    <FaultLine field="frequency" faults={faults} />
  </fieldset>
);

/** A topic, and those below it, which unfold. */
function TopicGroup({
  topic,
  topics,
  chosen,
}: {
  topic: TopicOption;
  topics: readonly TopicOption[];
  chosen: readonly string[];
}) {
  const narrower = below(topic.slug, topics);
  return (
    <div>
      <TopicBox topic={topic} chosen={chosen} />
      {narrower.length > 0 && (
        <details open={narrower.some(({ slug }) => chosen.includes(slug))}>
          <summary>
            More<span class="visually-hidden">{` of ${topic.label}`}</span>
          </summary>
          {narrower.map((each) => (
            <TopicGroup topic={each} topics={topics} chosen={chosen} />
          ))}
        </details>
      )}
    </div>
  );
}

const below = (slug: string | null, topics: readonly TopicOption[]): TopicOption[] =>
  topics
    .filter(({ parent }) => parent === slug)
    .sort((one, other) => one.label.localeCompare(other.label, 'en'));

const TopicBox = ({ topic: { slug, label }, chosen }: { topic: TopicOption; chosen: readonly string[] }) => (
  <label class="choice">
    <input type="checkbox" name="topics" value={slug} checked={chosen.includes(slug)} />
    <span>{label}</span>
  </label>
);

/** Above a form that comes back: what is wrong may stand far below. */
export const FaultNote = ({ faults }: { faults: FieldFaults }) =>
  Object.keys(faults).every((field) => field === 'form') ? null : (
    <p class="fault" role="alert">
      Nothing was changed yet: please look at what is marked below.
    </p>
  );

/** A labelled field, and what is wrong with it. */
export const Field = ({
  field,
  label,
  faults,
  children,
}: {
  field: string;
  label: string;
  faults: FieldFaults;
  children?: Child;
}) => (
  <div class="field">
    <label for={`newsletter-${field}`}>{label}</label>
    {children}
    <FaultLine field={field} faults={faults} />
  </div>
);

/** The name of a field, and for those who don't see it where its fault is told. */
export const attributesOf = (field: string, faults: FieldFaults) => ({
  id: `newsletter-${field}`,
  name: field,
  'aria-invalid': faults[field] === undefined ? undefined : ('true' as const),
  'aria-describedby': faultId(field, faults),
});

const faultId = (field: string, faults: FieldFaults): string | undefined =>
  faults[field] === undefined ? undefined : `newsletter-${field}-fault`;

const FaultLine = ({ field, faults }: { field: string; faults: FieldFaults }) =>
  faults[field] === undefined ? null : (
    <p class="fault" id={`newsletter-${field}-fault`}>
      {faults[field]}
    </p>
  );

const FREQUENCY_NAMES: Record<Frequency, string> = {
  instant: 'As it happens',
  daily: 'Daily',
  weekly: 'Weekly',
};

const WEEKDAY_NAMES: Record<Weekday, string> = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
};

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

const TIMEZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

const timezonesWith = (zone: string): string[] =>
  zone === '' || TIMEZONES.includes(zone) ? TIMEZONES : [zone, ...TIMEZONES];
