import { expect, test } from 'vitest';
import type { Form } from '../../../../src/adapters/playground/api.ts';
import {
  faults,
  lastHandle,
  sent,
  startValues,
} from '../../../../src/adapters/playground/page/model/forms.ts';

const form: Form = {
  title: 'Edit W-1',
  submit: 'Save',
  action: { verb: 'edit', options: { item: 'W-1', version: '3' } },
  fields: [
    { field: 'text', name: 'title', label: 'Title', lines: 'one', max: 5, required: true, value: 'Offer' },
    { field: 'date', name: 'due', label: 'Due' },
    {
      field: 'choice',
      name: 'priority',
      label: 'Priority',
      required: true,
      choices: [
        { value: 'high', label: 'High' },
        { value: 'low', label: 'Low' },
      ],
    },
  ],
};

test('a form starts with its values, a needed choice with its first', () => {
  expect(startValues(form)).toEqual({ title: 'Offer', due: '', priority: 'high' });
});

test('what is needed or too long is told before it is sent', () => {
  expect(faults(form, { title: '  ', priority: 'high' })).toEqual({ title: 'Title is needed.' });
  expect(faults(form, { title: 'Offers', priority: 'high' })).toEqual({
    title: 'Title may have 5 characters; this has 6.',
  });
  expect(faults(form, { title: '👍👍👍👍👍', priority: 'high' })).toEqual({});
});

test('the action’s options go with the values', () => {
  expect(sent(form, { title: 'New' })).toEqual({ item: 'W-1', version: '3', title: 'New' });
});

test('in a list of people the last is the one being written', () => {
  expect(lastHandle('@ana, @le')).toEqual({ from: 6, typed: 'le' });
  expect(lastHandle('@ana @l')).toEqual({ from: 5, typed: 'l' });
  expect(lastHandle('')).toEqual({ from: 0, typed: '' });
});
